"""Invented names, Thai and English side by side. Any likeness is chance."""

from collections.abc import Iterator
from random import Random

GIVEN = """
Achara อัจฉรา|Adisak อดิศักดิ์|Amphon อำพร|Anong อนงค์|Apinya อภิญญา|Areeya อารียา|Banchong บรรจง
Benjawan เบญจวรรณ|Bunma บุญมา|Chalerm เฉลิม|Chanida ชนิดา|Chutima ชุติมา|Danai ดนัย|Duangjai ดวงใจ
Ekachai เอกชัย|Fongchan ฟองจันทร์|Hathai หทัย|Itsara อิสระ|Jaruwan จารุวรรณ|Jintana จินตนา
Kamon กมล|Kanda กานดา|Kittipong กิตติพงษ์|Komsan คมสันต์|Laddawan ลัดดาวัลย์|Mayuree มยุรี
Manop มานพ|Naree นารี|Narong ณรงค์|Nattaya ณัฐยา|Nipon นิพนธ์|Ornuma อรอุมา|Panida พนิดา
Patchara พัชรา|Phichit พิชิต|Pimchan พิมพ์จันทร์|Prasert ประเสริฐ|Preecha ปรีชา|Rachanee รัชนี
Ratchada รัชดา|Rungnapa รุ่งนภา|Sakda ศักดา|Salinee สาลินี|Sarawut สราวุธ|Sirikan สิริกานต์
Somchit สมจิตร|Suchada สุชาดา|Sunisa สุนิสา|Surasak สุรศักดิ์|Tawan ตะวัน|Thida ธิดา|Udom อุดม
Uraiwan อุไรวรรณ|Varaporn วราภรณ์|Wanchai วันชัย|Wilai วิไล|Yupin ยุพิน|Yuttana ยุทธนา
""".replace("\n", "|").strip("|")

FAMILY = """
Boonsong บุญส่ง|Buakaew บัวแก้ว|Chaiwong ไชยวงศ์|Chomphu ชมพู|Duangta ดวงตา|Inthachai อินทะไชย
Jaikla ใจกล้า|Kaewkham แก้วคำ|Kanthawong กันทะวงศ์|Khamdee คำดี|Khiaowan เขียวหวาน
Lertchai เลิศชัย|Mueangmai เมืองใหม่|Namthip น้ำทิพย์|Nanta นันตา|Panyadee ปัญญาดี
Phetsri เพชรศรี|Phonphan พลพันธ์|Raksa รักษา|Rungrot รุ่งโรจน์|Saelim แซ่ลิ้ม|Sangdao แสงดาว
Saithong สายทอง|Sombun สมบูรณ์|Sukjai สุขใจ|Tangjai ตั้งใจ|Thammada ธรรมดา|Tonkla ต้นกล้า
Udomsuk อุดมสุข|Wangdee วังดี|Wiangkham เวียงคำ|Yimyaem ยิ้มแย้ม|Yodying ยอดยิ่ง
""".replace("\n", "|").strip("|")

NICK = """
Aim เอม|Bank แบงค์|Bee บี|Bua บัว|Chomp ชมพู่|Dao ดาว|Fah ฟ้า|Fon ฝน|Gai ไก่|Jeab เจี๊ยบ|Joy จอย
Kaew แก้ว|Kung กุ้ง|Lek เล็ก|Mai ใหม่|Mali มะลิ|Moo หมู|Nan แนน|Nid นิด|Nim นิ่ม|Nui นุ้ย|Oh โอ๋
Pla ปลา|Pong ป้อง|Pui ปุ้ย|Som ส้ม|Tai ไท|Tao เต่า|Toon ตูน|Yai ใหญ่
""".replace("\n", "|").strip("|")

Pair = tuple[str, str]


def pairs(text: str) -> list[Pair]:
    """Read a list of names; the first is English, the second Thai."""
    return [tuple(entry.split(" ")) for entry in text.split("|")]


def full_names(chance: Random) -> Iterator[tuple[str, Pair, Pair]]:
    """Give sign-in names with full names and nicknames, never the same person twice."""
    given, family, nick = pairs(GIVEN), pairs(FAMILY), pairs(NICK)
    people = [(one, other) for one in given for other in family]
    chance.shuffle(people)
    taken: set[str] = set()
    for first, last in people:
        username = f"{first[0]}.{last[0][:3]}".lower()
        if username in taken:
            continue
        taken.add(username)
        yield username, (f"{first[0]} {last[0]}", f"{first[1]} {last[1]}"), chance.choice(nick)
