"""Invented people: names of many cultures, composed from syllables so that no list of real people is needed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

_COMMON_GIVEN = (
    "john david michael robert james william richard thomas mark peter paul daniel andrew steven george charles "
    "christopher kevin brian stephen edward joseph eric scott jonathan martin alan jason anthony matthew "
    "alexander benjamin samuel adam simon frank henry philip nicholas patrick gregory ryan aaron jeffrey mary anna "
    "maria elizabeth jennifer susan sarah laura karen lisa michelle emily rachel jessica amy emma julia sophie "
    "alice helen jane catherine margaret barbara patricia nancy carol ruth anne christine caroline claire jean "
    "pierre françois michel philippe jacques alain bernard laurent olivier nicolas thierry marie isabelle hans "
    "jürgen klaus wolfgang karl heinz dieter stefan andreas michael markus matthias tobias sebastian florian ute "
    "ulrich manfred werner günter giovanni giuseppe marco andrea luca francesco alessandro paolo roberto carlo "
    "antonio josé juan carlos luis manuel miguel javier fernando pablo pedro jorge rafael diego sergio joão ana "
    "carmen elena lars erik anders sven nils johan magnus bjørn ole jan piet kees hendrik willem ivan sergey "
    "dmitry vladimir alexey mikhail nikolai yuri andrei olga natalia tatiana wei ming jun lei yang jing li xin hao "
    "yu bo tao feng yan ying hui fang hong jian peng qi chen rui zhen kai hiroshi takashi kenji yuki akira satoshi "
    "makoto jin-woo min-jun sung hyun ji-hoon soo young raj anil sanjay amit rahul priya deepak suresh ravi vijay "
    "mohammad mohamed ahmed ali hassan hussein omar mehdi reza fatima yusuf mehmet mustafa ayşe"
).split()
_COMMON_SURNAMES = (
    "smith johnson williams brown jones miller davis garcia rodriguez wilson martinez anderson taylor thomas moore "
    "martin jackson thompson white lopez lee gonzalez harris clark lewis robinson walker perez hall young allen "
    "sanchez wright king scott green baker adams nelson hill campbell mitchell roberts carter "
    "phillips evans turner "
    "parker collins edwards stewart morris murphy cook rogers morgan cooper peterson reed bailey bell müller "
    "schmidt schneider fischer weber meyer wagner becker schulz hoffmann koch bauer richter klein wolf schröder "
    "neumann schwarz zimmermann braun krüger hofmann lange werner lehmann dubois durand moreau laurent simon "
    "lefebvre leroy roux bertrand fournier girard bonnet rossi russo ferrari esposito bianchi romano colombo "
    "ricci marino greco conti silva santos oliveira souza costa pereira ferreira hernández gómez fernández díaz "
    "torres ramírez vargas jansen vries berg bakker visser smit nielsen jensen hansen pedersen andersen larsen "
    "johansson karlsson nilsson eriksson olsson ivanov petrov smirnov kuznetsov popov novak nowak kowalski nagy "
    "kovács szabó wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang "
    "xie tang xu han feng deng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding shen "
    "ren yao zhong tan wong chan lam cheung ng kim park choi jung kang cho yoon jang lim tanaka suzuki sato "
    "takahashi watanabe ito yamamoto nakamura kobayashi kato yoshida yamada sasaki nguyen tran pham hoang kumar "
    "singh sharma gupta patel reddy rao das khan ahmed ali hassan hussein ibrahim yılmaz kaya demir cohen levy"
).split()

_PINYIN = (
    "ai an ang bai ban bao bei ben bin bing bo cai can chang chao chen cheng chi chuan chun cong da "
    "dan dong duo en fan "
    "fang fei fen feng fu gang ge gong guang gui guo hai han hang hao he heng hong hua huai huan hui "
    "ji jia jian jiang jiao "
    "jie jin jing jiu ju juan jun kai kang ke kun lan lei li lian liang lin ling long lu lun man mei "
    "meng miao min ming na "
    "nan ning pei peng ping qi qian qiang qiao qin qing qiu quan ran ren rong ru rui ruo san sen "
    "shan shao sheng shi shu "
    "shuang shun si song tai tao teng tian ting tong wei wen wu xi xia xian xiang xiao xin xing "
    "xiong xiu xu xuan xue ya yan "
    "yang yao yi yin ying yong you yu yuan yue yun ze zhan zhao zhe zhen zheng zhi zhong zhou zhu zhuo zi zong"
).split()
_CHINESE = (
    "Wang Li Zhang Liu Chen Yang Zhao Huang Zhou Wu Xu Sun Hu Zhu Gao Lin He Guo Ma Luo Liang Song "
    "Zheng Xie Han Tang Feng "
    "Yu Dong Xiao Cheng Cao Yuan Deng Xu Fu Shen Zeng Peng Lu Su Jiang Cai Jia Ding Wei Xue Ye Yan "
    "Pan Du Dai Xia Zhong Wang "
    "Tian Ren Fan Fang Shi Yao Tan Liao Zou Xiong Jin Hao Kong Bai Cui Kang Mao Qiu Qin Shao Hou "
    "Meng Long Wan Duan Qian"
).split()
_GIVEN_STARTS = (
    "Al An Ar Be Bri Ca Ce Ch Da De Do E El Em Er Fa Fe Fi Ga Ge Gi Gre Ha He Hi I Il Ir Ja Je Jo Ka "
    "Ke Ki Kla La Le Li "
    "Lo Lu Ma Me Mi Mo Na Ne Ni No O Ol Or Pa Pe Phi Ra Re Ri Ro Ru Sa Se Si So Sta Su Ta Te Ti To "
    "Tri U Va Ve Vi Wi Ya "
    "Yo Za Ze Zo"
).split()
_GIVEN_ENDS = (
    "bert cia das dra dric fan gar hard ia id iel ina io ita jan kan ko la lan leb leen lia lie lik "
    "lin lis lys ma man mar "
    "mas mir na nard nath ne nel nia nie nor ny ra ran rek rell ren ri ria rik rin ris ro ron sa sha "
    "sius ta tan tha thew "
    "tin ton tta va van ver vid vin xim ya yan za zia"
).split()
_SURNAME_STARTS = (
    "Ab Ad Ak Al Am An Ar As Ba Bal Ban Bar Bas Be Ben Ber Bla Bo Bor Bra Bre Bri Bro Bu Bur Ca Cal "
    "Cam Car Ce Cha Cla Co "
    "Cor Cra Cro Cu Da Dal De Del Di Do Dor Dra Du Dun Ed El Em Er Es Fa Fal Fe Fer Fi Fle Fo Fra "
    "Fre Fro Fu Ga Gal Gar Ge "
    "Ger Gi Gla Go Gol Gra Gre Gri Gro Gu Ha Hal Ham Har Has He Hei Her Hi Hol Hor Hu Ig Il Im In Is "
    "Iv Ja Je Jo Ju Ka Kal "
    "Kam Kan Kar Kas Ke Kel Ker Ki Kir Kla Kno Ko Kol Kor Kra Kri Kro Ku La Lam Lan Lar Le Lei Len "
    "Li Lin Lo Lor Lu Lun Ma "
    "Mac Mal Man Mar Mas Mc Me Mei Mel Men Mer Mi Mil Mo Mol Mor Mu Mur Na Nar Ne Ni Nor No Nu Ob Od "
    "Ok Ol On Or Os Ot Pa "
    "Pal Pan Par Pe Pen Per Pi Pla Po Por Pra Pre Pri Pro Pu Ra Ram Ran Re Rei Ri Ro Ros Ru Sa Sal "
    "San Sar Sch Scha Schw Se "
    "Sha She Shi Si Sil Ska Sla Smi Sno So Sol Spe Sta Ste Sti Sto Stra Su Swa Ta Tal Tam Tar Te Tha "
    "Ti To Tor Tra Tre Tro "
    "Tu Ul Un Ur Va Val Van Var Ve Ver Vi Vil Vo Vol Vor Wa Wal Wan War We Wei Wen Wer Wi Wil Win Wo "
    "Wol Wu Ya Yo Za Zal Ze "
    "Zi Zu"
).split()
_SURNAME_ENDS = (
    "bach baum beck berg berger born borough bridge burg by chev chenko cher cini dal dano den der "
    "dez din don dorf dottir "
    "dov drup dy ell elli enko er eri ero es ev evic ez feld ffer field ford gall gan gard gas gel "
    "ger ghi gin go grave gren "
    "guez gupta ham hardt hauser heim hoff holm huis ian iani ic idis in ini inska inski iou is "
    "ishvili itz jee jer kar karan "
    "kas kenes kin kis ko kova kovic kowski land lang lard lay ler ley li lin ling lini lis lotti "
    "low lund man mann mar mba "
    "mer mi mond monte more moto mura nakis nan nat ndez ner nes ney ni nov nova oglu ola oli one "
    "opoulos oso ov ova ovic oza "
    "para pelli per pour quist rak ramo rat reau rell ren rera rez ri rich rie rini ris ro ron roth "
    "rov rup sano schi sen ser "
    "shima sky son song stad stein stock ston strand strom sund sy tano tas tenko ter ters thal thy "
    "ti tini to ton tos tov "
    "tra trup ueno ulos vaara vala var vas vedi vela velli ven ver vich vik vili vin vist vitz viya "
    "wa wala walt ward wayo "
    "well wick witz wood worth y yama yan yk zadeh zak zal zas zek zer zi zic zka zio zzi"
).split()
_PARTICLES = [
    "van",
    "van der",
    "de",
    "von",
    "van den",
    "della",
    "di",
    "da",
    "dos",
    "el",
    "le",
    "ten",
    "Van",
    "De",
    "Del",
    "La",
    "al",
]
_ACCENTS = {
    "a": "áàâäãåą",
    "e": "éèêëęě",
    "i": "íîï",
    "o": "óòôöõøő",
    "u": "úùûüů",
    "c": "çćč",
    "n": "ñń",
    "s": "šşś",
    "z": "žżź",
    "l": "ł",
}
_KOREAN = "Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Oh Seo Shin Kwon Hwang Ahn Song Ryu Hong".split()
_KOREAN_FIRST = "Min Ji Seung Hyun Young Jae Sang Dong Kyung Soo Tae Eun Hye".split()
_KOREAN_SECOND = ["-hoon", "-woo", "hyun", " Young", "-Jin", "-soo", "-Ho", "-min", "kyu"]
_VIETNAMESE = "Nguyen Tran Le Pham Hoang Phan Vu Vo Dang Bui Nguyễn Trần Phạm".split()
_VIETNAMESE_MIDDLE = "Van Thi Minh Quang Thanh Duc Anh".split()
_VIETNAMESE_LAST = "Hung Lan Tuan Hoa Nam".split()
_HAN_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢"
    "姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万钱严武戴莫孔汤"
)
_HAN_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文斌志鑫宇浩然子轩雨泽晨思远欣怡佳琪梦瑶俊"
    "博雪婷海波春燕晓东立新永安天佑启航若曦光辉振宁家栋庆龙德胜"
)
_HANGUL_SURNAMES = "김이박최정강조윤장임한오서신권황안송류홍전고문손양배백허남심노하곽성차주우구"
_HANGUL_GIVEN = "민서지현준우도하은수진영호성재석경미혜정희선연태훈동규상철원기"


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person. `given` has all given names, `family` includes a particle; `script` is "latin" or "east"."""

    given: tuple[str, ...]
    family: str
    suffix: str = ""
    script: str = "latin"

    @property
    def initials(self) -> tuple[str, ...]:
        return tuple("-".join(part[0].upper() + "." for part in name.split("-") if part) for name in self.given if name)


def person(random: Random) -> Person:
    """One person; about a quarter East Asian in Latin letters."""
    roll = random.random()
    if roll < 0.22:
        return Person((_chinese_given(random),), random.choice(_CHINESE))
    if roll < 0.27:
        return Person((random.choice(_KOREAN_FIRST) + random.choice(_KOREAN_SECOND),), random.choice(_KOREAN))
    if roll < 0.30:
        return Person((random.choice(_VIETNAMESE_MIDDLE), random.choice(_VIETNAMESE_LAST)), random.choice(_VIETNAMESE))
    given = [_given(random)]
    while random.random() < (0.33 if len(given) == 1 else 0.12):
        given.append(random.choice([_given(random), random.choice("ABCDEFGHJKLMNPRSTVW") + "."]))
    family = _surname(random)
    roll = random.random()
    if roll < 0.05:
        family = f"{random.choice(_PARTICLES)} {family}"
    elif roll < 0.09:
        family = f"{family}-{_surname(random)}"
    elif roll < 0.12:
        family = f"{family} {_surname(random)}"
    elif roll < 0.13:
        family = random.choice(["O'", "O’", "D'", "Mc", "Mac"]) + family
    suffix = random.choice(["Jr.", "Jr", "III", "II", "Sr."]) if random.random() < 0.01 else ""
    return Person(tuple(given), family, suffix)


def person_east(random: Random) -> Person:
    """One person whose name is printed in Han letters or Hangul."""
    if random.random() < 0.8:
        given = "".join(random.choice(_HAN_GIVEN) for _ in range(random.choice((1, 2, 2))))
        return Person((given,), random.choice(_HAN_SURNAMES), script="east")
    given = "".join(random.choice(_HANGUL_GIVEN) for _ in range(2))
    return Person((given,), random.choice(_HANGUL_SURNAMES), script="east")


def person_called(name: str) -> Person:
    """A person from a printed name with the given name first."""
    parts = name.split()
    if len(parts) < 2:
        return Person((), name)
    at = len(parts) - 1
    while at > 1 and parts[at - 1].islower():
        at -= 1
    return Person(tuple(parts[:at]), " ".join(parts[at:]))


def _chinese_given(random: Random) -> str:
    first = random.choice(_PINYIN).capitalize()
    roll = random.random()
    if roll < 0.4:
        return first
    second = random.choice(_PINYIN)
    return first + second if roll < 0.85 else f"{first}-{second.capitalize() if roll < 0.93 else second}"


def _given(random: Random) -> str:
    if random.random() < 0.5:
        name = random.choice(_COMMON_GIVEN).title()
    else:
        name = random.choice(_GIVEN_STARTS) + random.choice(_GIVEN_ENDS)
    if random.random() < 0.03:
        name += "-" + (random.choice(_GIVEN_STARTS) + random.choice(_GIVEN_ENDS))
    return _accented(name, random)


def _surname(random: Random) -> str:
    if random.random() < 0.25:
        return random.choice(_COMMON_SURNAMES).title()
    middle = random.choice(_SURNAME_ENDS) if random.random() < 0.15 else ""
    name = random.choice(_SURNAME_STARTS) + middle[:3] + random.choice(_SURNAME_ENDS)
    return _accented(name, random)


def _accented(name: str, random: Random) -> str:
    if random.random() > 0.08:
        return name
    places = [i for i, c in enumerate(name) if c in _ACCENTS]
    if not places:
        return name
    at = random.choice(places)
    return name[:at] + random.choice(_ACCENTS[name[at]]) + name[at + 1 :]
