"""Names of invented people: families and given names of several cultures, a few of them very common.

The order of a list is the order of frequency. Where a culture has few family names the list is closed; elsewhere the
tail is made of syllables, so that most names are rare and some are shared by thousands.
"""

from __future__ import annotations

import bisect
import itertools
import random
import unicodedata
from dataclasses import dataclass

_ZIPF = 0.9  # exponent of name frequencies: the most common of a closed list is carried by several in a hundred
_TAIL = 4_000  # family names made of syllables, per culture that has a tail


@dataclass(frozen=True, slots=True)
class Name:
    """A full name; `family` holds particles, `middle` may be empty."""

    given: str
    middle: str
    family: str

    @property
    def initial(self) -> str:
        return self.given[0]

    @property
    def initials(self) -> str:
        """Of all given names, with full stops: "J.-P." or "A. M."."""
        parts = "-".join(f"{part[0].upper()}." for part in self.given.split("-") if part)
        return f"{parts} {self.middle[0]}." if self.middle else parts


@dataclass(frozen=True, slots=True)
class Culture:
    """Where names come from. `weight` is its share of all people; `tail` are starts and ends of rare family names."""

    name: str
    weight: float
    families: str
    given: str
    tail: tuple[str, str] | None = None
    middle: float = 0.0  # share of people with a middle name
    compound: float = 0.0  # share of given names made of two
    joints: tuple[str, ...] = ("-",)
    double: float = 0.0  # share of people with two family names


_CULTURES = (
    Culture(
        "Chinese",
        0.27,
        "Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Gao Luo Zheng Liang Xie "
        "Tang Song Deng Han Feng Yu Dong Xiao Cheng Cai Peng Pan Yuan Tian Jiang Du Ye Wei Su Lu Ding Ren "
        "Shen Yao Zhong Jin Cui Tan Fan Liao Shi Jia Xia Fu Fang Bai Zou Meng Xiong Qin Qiu Hou Yin Xue Lei "
        "Duan Hao Kong Shao Mao Wan Gu Lai Kang Qian",
        "Wei Jing Lei Yan Jun Yang Yong Hui Min Li Bin Ping Fei Ting Hong Peng Xin Tao Na Bo Chao Ming Yu Hao "
        "Kai Jie Xiao Lin Ying Hua Qiang Gang Dan Jia Ling Yi Bing Rui Xue Feng Ning Zhen Yuan Jian Qing Zhi "
        "Shan Mei Long Cheng Kun",
        compound=0.62,
        joints=("", "", "", "-", " "),
    ),
    Culture(
        "English",
        0.2,
        "Smith Johnson Williams Brown Jones Davis Miller Wilson Taylor Anderson Thomas Moore Martin Jackson "
        "Thompson White Harris Lewis Clark Robinson Walker Young Allen King Wright Scott Hill Green Adams "
        "Baker Hall Campbell Mitchell Carter Roberts Turner Phillips Parker Evans Edwards Collins Stewart "
        "Morris Murphy Cook Rogers Morgan Cooper Reed Bailey Kelly Howard Ward Cox Richardson Wood Watson "
        "Brooks Bennett Gray James Hughes Price Myers Long Foster",
        "John David Michael James Robert William Richard Thomas Mark Peter Paul Daniel Andrew Christopher "
        "Sarah Elizabeth Jennifer Mary Matthew Stephen Jessica Emily Susan Laura Rachel Anna Kevin Brian "
        "Steven Timothy George Edward Karen Amy Rebecca Alexander Benjamin Jonathan Nicholas Katherine Emma "
        "Lisa Julia Adam Simon Philip Ian Helen Alice Grace",
        (
            "Ash Beck Black Brad Brant Carl Chad Dal Elm Fair Fen Glad Hart Hazel Kemp Kirk Lang Marl Nor Oak "
            "Pem Rad Rams Sand Shel Stan Thorn Til Wal West Whit Win",
            "bourne bridge brook bury by combe cott croft dale den field ford gate ham hurst ley low man more "
            "ness ridge son stead stock ston thorpe ton ward wick wood worth",
        ),
        middle=0.55,
    ),
    Culture(
        "German",
        0.07,
        "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer "
        "Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt "
        "Werner Krause Meier Lehmann Köhler",
        "Thomas Michael Andreas Stefan Peter Martin Christian Markus Wolfgang Frank Jürgen Klaus Matthias "
        "Daniel Julia Anna Katharina Sabine Claudia Andrea Jan Florian Tobias Sebastian Philipp Johannes "
        "Lukas Hans Ulrich Karl Petra Eva",
        (
            "Acker Bach Berg Birk Brück Buch Dorn Eber Eich Feld Grün Hag Hasel Heide Hohen Kalten Kirch "
            "Linden Moos Nuß Ober Rauch Rosen Schön Stein Stroh Thal Unter Wald Weiden Wester Ziegel",
            "acker auer bach baum beck berg berger blum brecht brunner burg dorf eder feld garten haus hauser "
            "heim hof hofer huber mann mayer müller reiter rot schmidt stein thaler walder",
        ),
        middle=0.12,
        compound=0.08,
    ),
    Culture(
        "Romance",
        0.15,
        "García Martínez López Sánchez Silva Santos Rossi Martin Bernard Fernández González Rodríguez Pérez "
        "Oliveira Souza Ferrari Russo Bianchi Dubois Moreau Laurent Lefebvre Costa Pereira Ferreira Gómez "
        "Díaz Romano Colombo Ricci Durand Petit Roux Girard Marino Greco Conti Almeida Ribeiro Carvalho "
        "Torres Ramírez Ruiz Alonso Navarro Romero",
        "José Maria João Juan Carlos Marco Luca Pierre Jean Antonio Ana Francisco Luis Paolo Giuseppe Andrea "
        "Manuel Pedro Miguel Javier Marie Nicolas Laurent Philippe Claire Sophie Elena Laura Francesca Giulia "
        "Alessandro Roberto Rafael Fernando Ricardo Paulo Isabel Cristina Marta Beatriz François Olivier "
        "Julien Camille Stefano Matteo",
        (
            "Al Bar Ben Bor Cal Cam Car Cas Cor Dal Del Fal Fer Fon Gal Gar Gri Lam Lan Mal Man Mar Mon Nar "
            "Or Pal Per Pra Ros Sal San Ser Tor Val Ver Vil",
            "ano anti ard aro azzi eau eda elli ello era eri erra etti ez ier igo illo ini ino iol ola oni "
            "osa ot oto ucci uel ues undo",
        ),
        middle=0.2,
        compound=0.1,
        double=0.25,
    ),
    Culture(
        "Indian",
        0.09,
        "Kumar Singh Sharma Gupta Patel Das Roy Rao Reddy Mishra Verma Jain Mehta Shah Chatterjee Banerjee "
        "Mukherjee Ghosh Sen Bose Nair Iyer Pillai Menon Agarwal Joshi Kulkarni Desai Chaudhary Yadav Pandey "
        "Tiwari Srivastava Saxena Khan",
        "Rajesh Amit Sanjay Anil Suresh Vijay Ashok Ravi Priya Anita Sunita Rahul Vikram Arun Deepak Manoj "
        "Pooja Neha Kavita Rakesh Sandeep Ajay Nitin Ankit Shreya Divya Swati Arjun Rohit Vivek Abhishek "
        "Aditya Kiran Meera Lakshmi",
        (
            "Bal Bhat Chan Dev Gan Gop Hari Jay Kan Kri Lak Mah Man Nara Pad Pra Raj Ram San Shan Siva Sub "
            "Sun Ven Vish",
            "acharya am an ani appa ar asami athan avan dran durai esh eswaran garajan iah in karan nathan "
            "pati rajan raman sami sekar wal",
        ),
        middle=0.15,
    ),
    Culture(
        "Korean",
        0.05,
        "Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Oh Seo Shin Kwon Hwang Ahn Song Yoo Hong Jeon Ko "
        "Moon Son Yang Bae",
        "Ji Min Seung Hyun Young Jae Sung Dong Kyung Soo Tae Eun Hye Jin Sang Joon Woo Hee Jung Ho Yeon Chul "
        "Hwan Won Kyu",
        compound=0.95,
        joints=("-", "-", "", " "),
    ),
    Culture(
        "Japanese",
        0.06,
        "Sato Suzuki Takahashi Tanaka Watanabe Ito Yamamoto Nakamura Kobayashi Kato Yoshida Yamada Sasaki "
        "Yamaguchi Matsumoto Inoue Kimura Hayashi Shimizu Saito Mori Abe Ikeda Hashimoto Ishikawa Ogawa Goto "
        "Okada Hasegawa Fujita",
        "Hiroshi Takashi Kenji Satoshi Akira Takeshi Makoto Yuki Kazuo Masahiro Hideki Yoko Naoki Daisuke "
        "Koji Shinji Tomoko Keiko Yuko Haruki Ryo Kenta Shota Takuya Ayumi Emi Masashi Toru Osamu Jun",
        (
            "Aka Ao Fuji Fuku Hara Hiro Ishi Iwa Kawa Kita Kuro Matsu Mina Miya Mori Naka Nishi Oka Ono Saka "
            "Shima Sugi Taka Take Tani Toyo Uchi Yama Yoko Yoshi",
            "be da do gawa guchi hara hashi kawa ki ma matsu moto mura no oka saki sawa se shima shita ta "
            "tani wara ya yama zaki",
        ),
    ),
    Culture(
        "Slavic",
        0.06,
        "Ivanov Petrov Novak Kowalski Nowak Smirnov Kuznetsov Popov Horvat Kovač Novotný Svoboda Dvořák "
        "Wiśniewski Wójcik Kamiński Lewandowski Sokolov Volkov Morozov Lebedev Jovanović Petrović Nikolić "
        "Marković Shevchenko Bondarenko",
        "Alexander Sergey Dmitry Andrey Alexey Ivan Mikhail Vladimir Olga Elena Anna Piotr Jan Tomasz Marek Katarzyna "
        "Agnieszka Jana Petr Pavel Jiří Martin Marija Milan Nikola Natalia Tatiana Yuri Oleg Maxim",
        (
            "Bel Bogd Bor Chern Dobr Drag Gol Grab Jel Kal Kozl Kras Kub Lis Maj Mil Nik Pav Rad Sav Sem Stan "
            "Tar Vas Zar Zel",
            "ak an anek enko evic ev ić ik ikov in inski iuk ko kowski nik nyk ov ová owicz ský sky yan yuk",
        ),
        middle=0.3,
    ),
    Culture(
        "Arabic",
        0.04,
        "Ali Ahmed Hassan Khan Mohamed Hussein Ibrahim Mahmoud Rahman Islam Hosseini Ahmadi Mohammadi Karimi "
        "Rezaei Salem Saleh Mansour Nasser Khalil Haddad Yilmaz Kaya Demir Çelik Şahin Yıldız Öztürk",
        "Mohammed Ahmed Ali Hassan Omar Khaled Fatima Mohammad Reza Hossein Amir Mehdi Sara Maryam Youssef "
        "Ibrahim Mustafa Mehmet Ayşe Fatma Emre Can Zeynep Samir Karim Layla Noor Tariq Yasmin Hamid",
        (
            "Ab Al Bak Dar Far Gha Ham Jab Kam Mah Mou Naj Qas Raf Sab Tab Zah",
            "abi adi afi ani ari awi dar esh iri man oui our zadeh",
        ),
        middle=0.15,
        compound=0.1,
        joints=(" ",),
    ),
    Culture(
        "Vietnamese",
        0.01,
        "Nguyen Tran Le Pham Hoang Phan Vu Vo Dang Bui Do Ho Ngo Duong Ly",
        "Anh Hung Minh Tuan Lan Hoa Nam Duc Long Hai Linh Thanh Quang Huy Dung Trang Phuong Khanh Son Tam",
        middle=0.9,
    ),
)


class NameMaker:
    """Draws names; how often one is drawn follows Zipf's law within its culture."""

    def __init__(self) -> None:
        self.cultures = [c.name for c in _CULTURES]
        self._culture_weights = list(itertools.accumulate(c.weight for c in _CULTURES))
        self._families = [_weighted(_families(c)) for c in _CULTURES]
        self._given = [_weighted(c.given.split()) for c in _CULTURES]

    def culture(self, source: random.Random) -> int:
        return bisect.bisect(self._culture_weights, source.random() * self._culture_weights[-1])

    def draw(self, source: random.Random, culture: int) -> Name:
        """A name of that culture."""
        how = _CULTURES[culture]
        given = _pick(source, self._given[culture])
        if source.random() < how.compound:
            second = _pick(source, self._given[culture])
            joint = source.choice(how.joints)
            given += joint + (second.lower() if not joint else second)
        middle = _pick(source, self._given[culture]) if source.random() < how.middle else ""
        family = _pick(source, self._families[culture])
        if source.random() < how.double:
            family += " " + _pick(source, self._families[culture])
        return Name(given, middle, family)


def folded(text: str) -> str:
    """Without accents."""
    if text.isascii():
        return text
    plain = text.replace("ı", "i").replace("ß", "ss").replace("ł", "l").replace("ø", "o")
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))


def _families(culture: Culture) -> list[str]:
    known = culture.families.split()
    if culture.tail is None:
        return known
    starts, ends = (part.split() for part in culture.tail)
    made = [start + end for start in starts for end in ends if start[-1] != end[0]]
    made += [start + middle + end for start in starts for middle in ends for end in ends if len(middle) <= 3]
    source = random.Random(culture.name)
    source.shuffle(made)
    return list(dict.fromkeys(known + made[:_TAIL]))


_Weighted = tuple[list[str], list[float]]


def _weighted(names: list[str]) -> _Weighted:
    return names, list(itertools.accumulate(1.0 / (rank + 3) ** _ZIPF for rank in range(len(names))))


def _pick(source: random.Random, weighted: _Weighted) -> str:
    names, sums = weighted
    return names[bisect.bisect(sums, source.random() * sums[-1])]
