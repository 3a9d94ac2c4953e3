"""Made-up texts as people here write them, Thai and English: some lead to somebody, most do not.

Every text is drawn from a seed. Nobody's words and nobody's numbers are among them.
"""

from random import Random

from people.writing.personal import is_national_id

THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
# What stands between the digits of one number, one kind for a whole number.
BETWEEN = (
    *(
        " ",
        "-",
        ".",
        "/",
        "_",
        "\u200b",
        "\u00a0",
        "\u2011",
        " - ",
        "·",
        "\u2060",
        "\u2044",
        "\ufe0f",
    ),
    *("\u3164", "     "),
)

AROUND = (
    "{}",
    "She gave me {} and left.",
    "I wrote it down: {}.",
    "On 24/11/2026 at 09.30 we got {}, then nothing",
    "Two nights and {} to remember",
    "ได้มาว่า {} ค่ะ",
    "วันที่ 24/11/2569 เวลา 09.30 น. {} แล้วเงียบไป",
    "เขาบอกว่า{}นะคะ",
    "จดไว้ {} กันลืม",
)

DAYS = ("24/11/2569", "1/2/2570", "2026-11-24", "3.12.2026", "24 พ.ย. 2569", "24 November 2026")
HOURS = ("09.30 น.", "8:05", "13:30-16:00", "10.30", "22.00-06.00 น.", "9.00-12.30")
PLACES = (
    *("จ.เชียงราย", "จังหวัดตาก", "กรุงเทพฯ", "อ.แม่สาย", "อ.แม่สอด จ.ตาก", "เขตชายแดน", "สภ.แม่สาย"),
    *("Chiang Rai", "Tak province", "Bangkok", "Mae Sot district", "the border"),
)
CODES = ("QX-4F7", "RT-92K", "MS-0231", "มาตรา 6", "2026-W47", "certificate A 12/2569", "ห้อง 405")
CALM = (
    "ประชุมทีมสหวิชาชีพที่ {place} วันที่ {day} เวลา {hour}",
    "ทนายความโทรมาถามเรื่องนัดศาล {day}",
    "นายจ้างไม่ยอมคืนเอกสาร ต้องตามต่อ {n} วัน",
    "นายหน้ารับเงินไปแล้ว {money} บาท แต่ไม่มีงานให้",
    "นายสั่งให้เข้าเวรแทน {n} คืน เหนื่อยมาก",
    "นายบอกว่าให้รอก่อน",
    "นายอำเภอมาเปิดงานที่ {place}",
    "นายกสมาคมมาเยี่ยม",
    "นายกรัฐมนตรีมอบรางวัล {day}",
    "ลงพื้นที่นครนายก {n} วัน",
    "นายทะเบียนรับเรื่องแล้ว",
    "นายแพทย์ที่โรงพยาบาลนัดอีกที {day}",
    "เจ้านายใจดี ให้หยุดชดเชย {n} วัน",
    "นางบอกว่าไม่อยากกลับบ้าน",
    "นางพยาบาลช่วยดีมาก",
    "งานนางแบบที่เขาอ้างไม่มีจริง",
    "ขอบคุณพี่หนึ่งที่อยู่เป็นเพื่อนคืน {day}",
    "น้องเรียน ม.3 แล้ว ปีนี้ {n} วิชา",
    "ที่ดิน น.ส. 3 ก. ไม่เกี่ยวกับคดี",
    "คดีเลขที่ {n}/2569 นัดสืบพยาน {day}",
    "คำสั่งเลขที่ {n}/2569 ลงวันที่ {day}",
    "โทรสายด่วน 1323 หรือ 1300 หรือ 191 ได้",
    "เคส {code} ย้ายไปให้ทีม {place}",
    "เบิกค่าเดินทาง {money} บาท ระยะทาง {n} กม.",
    "อบรม {n} ชั่วโมง คะแนน 85.5 จาก 100",
    "อยู่ในเขตรับผิดชอบของ {place}",
    "เดินตามถนนคนเดินกับทีม ผ่อนคลายดี",
    "ศาลจังหวัดนัด {day} {hour}",
    "ผู้เสียหาย {n} คน อายุ 15, 17, 19, 22 ปี",
    "เวร {hour} รวม {n} คืน ได้พัก 11 ชม.",
    "คืนวันที่ {day} ถึง {hour} ไม่ได้นอน",
    "ตามเรื่องหนังสือเดินทางให้ {n} คน",
    "หนังสือเดินทางหมดอายุ {day}",
    "ผลคะแนน 12 15 20 11 14",
    "งบ 1,250,000 บาท ใช้ไป 45.5%",
    "พ.ร.บ. 2551 มาตรา 6 และ 6/1",
    "เข้าซอยไม่ได้ รถติดมาก",
    "ถนนลื่น ขับช้าหน่อย ถึง {place} {hour}",
    "รอหน้าปากซอยที่นัดไว้ {n} นาที",
    "ไปกับรถหมวด {n} กม. ถึงหมู่บ้านตอน {hour}",
    "Somebody at the road block asked for a list of {n} people.",
    "ห้องเลขที่ {n} ชั้น 3 ตึกใหม่",
    "วันนี้เหนื่อยมากแต่ทีมช่วยกันดี",
    "นอนไม่พอ คืนละ {n} ชั่วโมง ใจสั่น",
    "Slept badly, thought of the child again, walked home slowly.",
    "อ.ที่ปรึกษาให้ความเห็นเพิ่ม {n} ข้อ",
    "A long night, {n} people and no interpreter until {hour}.",
    "Court on {day} at {hour}, room 405.",
    "We moved case {code} to the team in {place}.",
    "Please call 1300 or 1323 or 191 when it gets worse.",
    "Handed back {n} hours in week 2026-W47.",
    "The boss said no twice; I miss the old team.",
    "Missed lunch on {day}. Ms is short for manuscript.",
    "Passport renewals for {n} people took all week.",
    "Passports expire on {day}.",
    "The budget is 1,250,000 baht, {money} of it spent.",
    "Drove {n} km on route 1290 to {place} and back.",
    "Ages 15, 17, 19, 22; all of them slept {n} hours.",
    "Scores 12 15 20 11 14, mean 14.4",
    "Version 2.10.3 of the form, page 4/12.",
    "Load 128.5% against 26.0 points, {n} nights.",
    "Thank you for staying until {hour} on {day}.",
    "Met at the district court in {place}.",
    "Section 6/1 of the 2008 act, paragraph 52.",
    "From {day} to {day} I am away, {n} days.",
    "The road was closed, so we met at {hour} instead.",
    "At 08.30 and 13.30 and 16.30 the phone rang.",
    "Distressing material: 45 min, 60 min, 120 min.",
    "Look at two more rooms at the shelter, {n} beds each.",
)


def national_id(chance: Random) -> str:
    """Draw 13 digits with their check digit."""
    body = str(chance.randrange(1, 9)) + f"{chance.randrange(10**11):011}"
    return next(body + last for last in "0123456789" if is_national_id(body + last))


def written(chance: Random, digits: str) -> str:
    """Write digits as people do who write them oddly: plain, in groups, or with signs between."""
    way = chance.randrange(5)
    if way == 1 and len(digits) == 13:
        digits = "-".join((digits[0], digits[1:5], digits[5:10], digits[10:12], digits[12]))
    elif way == 2:
        digits = chance.choice(BETWEEN).join(digits)
    elif way == 3:
        digits = "".join(one + chance.choice(("", "", *BETWEEN)) for one in digits).strip()
    elif way == 4:
        cut = sorted(chance.sample(range(1, len(digits)), 3))
        ends = [0, *cut, len(digits)]
        parts = [digits[a:b] for a, b in zip(ends, ends[1:], strict=False)]
        digits = chance.choice(BETWEEN).join(parts)
    return digits.translate(chance.choice(({}, {}, THAI, WIDE)))


def ids(chance: Random) -> str:
    """Draw a text with a national ID."""
    return chance.choice(AROUND).format(written(chance, national_id(chance)))


def slip(chance: Random) -> str:
    """Draw a text with 13 digits that fail the check."""
    good = national_id(chance)
    return chance.choice(AROUND).format(good[:-1] + str((int(good[-1]) + 1) % 10))


def phones(chance: Random) -> str:
    """Draw a text with a phone number of Thailand, as people write it."""
    mobile = chance.random() < 0.7
    own = chance.choice("689" if mobile else "2345") + "".join(
        chance.choice("0123456789") for _n in range(8 if mobile else 7)
    )
    way = chance.randrange(7)
    sign = chance.choice(("-", " ", ".", "/", "_", "\u00a0", "\u200b", " - "))
    number = {
        0: "0" + own,
        1: sign.join(("0" + own[:2], own[2:5], own[5:])),
        2: sign.join(("0" + own[:1], own[1:4], own[4:])),
        3: "+66" + chance.choice(("", " ", "-")) + own,
        4: f"+66 (0){own[:2]} {own[2:5]} {own[5:]}",
        5: sign.join("0" + own),
        6: f"(0{own[:2]}) {own[2:5]}{sign}{own[5:]}",
    }[way]
    before = chance.choice(("", "โทร", "tel. ", "เบอร์ ", "call "))
    number = before + number.translate(chance.choice(({}, {}, THAI, WIDE)))
    return chance.choice(AROUND).format(number)


def names(chance: Random) -> str:
    """Draw a text with a title and a name."""
    title = chance.choice(("นาย", "นาง", "นางสาว", "น.ส.", "น. ส. ", "ด.ช.", "ด.ญ. ", "นาย "))
    first = chance.choice(
        (
            *("สมชาย", "มานพ", "กิตติ", "ประยุทธ", "วิชัย", "อนันต์", "สมศรี", "มาลี", "กมลชนก", "พรทิพย์"),
            *("ขวัญใจ", "ณัฐพล", "ธนพร", "บุญมี", "ปิยะ", "รัตนา", "ศิริพร", "หทัย", "เอกชัย", "แก้ว"),
        )
    )
    last = chance.choice(("", " ใจดี", " สุขสันต์", " ทองดี", " แซ่ลี้"))
    return chance.choice(AROUND).format(title + first + last)


def addresses(chance: Random) -> str:
    """Draw a text with an address."""
    n, m = chance.randrange(1, 400), chance.randrange(1, 15)
    found = chance.choice(
        (
            f"บ้านเลขที่ {n} หมู่ {m} ต.แม่สาย อ.แม่สาย จ.เชียงราย 57130",
            f"{n}/{m} ม.{m} ต.ท่าสายลวด อ.แม่สอด จ.ตาก",
            f"{n}/{m} ซอยลาดพร้าว {m} ถนนลาดพร้าว แขวงจอมพล เขตจตุจักร กรุงเทพฯ 10900",
            f"เลขที่ {n} ถนนพหลโยธิน ตำบลเวียง อำเภอเมือง จังหวัดเชียงราย",
            f"หมู่ที่ {m} ตำบลแม่ปะ อำเภอแม่สอด",
            f"{n}/{m} Moo {m}, Tambon Mae Sai, Amphoe Mae Sai, Chiang Rai 57130",
            f"{n}/{m} Soi Sukhumvit {m}, Khlong Toei District, Bangkok 10110",
            f"{n} Asoke Road, Khlong Toei District, Bangkok 10110",
        )
    )
    return chance.choice(AROUND).format(found)


def passports(chance: Random) -> str:
    """Draw a text with a passport number."""
    number = f"{chance.randrange(10**6, 10**7)}"
    found = chance.choice(
        (
            f"AA{number}",
            f"m{number}",
            f"P {number[:6]}",
            f"passport {number}",
            f"Passport no. MD {number[:6]}",
            f"พาสปอร์ต {number}",
            f"เลขหนังสือเดินทาง {number}",
        )
    )
    return chance.choice(AROUND).format(found)


def emails(chance: Random) -> str:
    """Draw a text with an email address."""
    found = chance.choice(
        ("a.b@example.org", "nok@example.co.th", "nok (at) example.org", "nok @ example . org")
    )
    return chance.choice(AROUND).format(found)


def calm(chance: Random) -> str:
    """Draw one to three sentences that lead to nobody."""
    found = chance.sample(CALM, chance.randrange(1, 4))
    return " ".join(
        one.format(
            place=chance.choice(PLACES),
            day=chance.choice(DAYS),
            hour=chance.choice(HOURS),
            code=chance.choice(CODES),
            n=chance.randrange(1, 60),
            money=chance.choice(("500", "1,200", "15,000", "25000", "3500.50")),
        )
        for one in found
    )
