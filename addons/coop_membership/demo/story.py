# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The demo cooperative as plain data: people, contracts, costs, from 2025 to May 2026.

All persons, companies and numbers are invented (section 8 of the domain notes). Texts
are Indonesian, as the users of such a cooperative type them. Amounts are whole rupiah;
months count from January 2025 = 0.
"""

from datetime import date

CUT_OFF = date(2024, 12, 31)
MONTHS = 17  # January 2025 to May 2026
MEMBER_PART = 85  # per cent of the price of a job that the member who did it receives
BYLAWS = "AD 2023"

COMPANY = {
    "name": "Koperasi Produsen Jasa Karya Bersama Nusantara",
    "street": "Jl. Cihampelas No. 128",
    "city": "Bandung",
    "zip": "40131",
    "phone": "+62 22 2041 128",
    "email": "kantor@karyabersama.example",
    "website": "https://karyabersama.example",
    "vat": "0029183472017000",
    "company_registry": "AHU-0002786.AH.01.26.TAHUN 2023",
    "coop_registry_no": "3273110120023",
    "coop_legal_no": "AHU-0002786.AH.01.26.TAHUN 2023",
}
BANK = ("Bank BJB", "0102 7788 10010")

SAVINGS = {  # amount, due day, source
    "principal": (500_000, 10, f"{BYLAWS} pasal 41 ayat (1)"),
    "mandatory": (50_000, 10, f"{BYLAWS} pasal 41 ayat (2)"),
}

# fmt: off
# number, name, NIK, L/P, birth place, birth date, occupation, phone, e-mail, street,
# joined, group, bank
MEMBERS = [
    ("0001", "Budi Santoso", "3174061708850001", "L", "Jakarta", date(1985, 8, 17),
     "Koordinator kebersihan", "0812 2001 1001", "budi@karyabersama.example",
     "Jl. Sukajadi No. 45 RT 02/05", date(2023, 3, 1), "Kebersihan",
     ("BCA", "8105 551 001")),
    ("0002", "Siti Rahmawati", "3273016104900002", "P", "Bandung", date(1990, 4, 21),
     "Petugas kebersihan", "0813 2001 1002", "siti@karyabersama.example",
     "Gg. Mawar No. 12, Coblong", date(2023, 3, 1), "Kebersihan",
     ("BRI", "0389 01 001002 50 1")),
    ("0003", "Agus Prasetyo", "3578102503780003", "L", "Surabaya", date(1978, 3, 25),
     "Petugas kebersihan", "0815 2001 1003", False,
     "Jl. Gegerkalong Hilir No. 8", date(2023, 3, 1), "Kebersihan",
     ("Mandiri", "130 00 1003 5551")),
    ("0004", "Dewi Lestari", "3471055212950001", "P", "Yogyakarta", date(1995, 12, 12),
     "Desainer grafis", "0857 2001 1004", "dewi@karyabersama.example",
     "Jl. Dipati Ukur No. 77", date(2023, 3, 1), "Digital",
     ("BCA", "8105 551 004")),
    ("0005", "Rizky Maulana", "3374021109880004", "L", "Semarang", date(1988, 9, 11),
     "Pengembang web", "0878 2001 1005", "rizky@karyabersama.example",
     "Jl. Cisitu Lama No. 21", date(2023, 3, 1), "Digital",
     ("BNI", "0551 100 005")),
    ("0006", "Ni Made Ayu", "5171034801920002", "P", "Denpasar", date(1992, 1, 8),
     "Pelatih bahasa Inggris", "0819 2001 1006", "ayu@karyabersama.example",
     "Jl. Tubagus Ismail No. 5", date(2023, 3, 1), "Pelatihan",
     ("BCA", "8105 551 006")),
    ("0007", "Andi Saputra", "7371110307810005", "L", "Makassar", date(1981, 7, 3),
     "Pengemudi", "0852 2001 1007", False,
     "Jl. Kopo Gg. Pesantren No. 30", date(2023, 3, 1), "Transportasi",
     ("BRI", "0389 01 001007 50 6")),
    ("0008", "Togar Siregar", "1271202812700001", "L", "Medan", date(1970, 12, 28),
     "Pengemudi", "0821 2001 1008", False,
     "Jl. Buah Batu No. 210", date(2023, 3, 1), "Transportasi",
     ("BRI", "0389 01 001008 50 2")),
    # no bank account: paid in cash, and did not come for the surplus of 2024
    ("0009", "Hendra Wijaya", "3216060911830007", "L", "Bekasi", date(1983, 11, 9),
     "Petugas kebersihan", "0895 2001 1009", False,
     "Jl. Soekarno-Hatta Gg. Nilem No. 4", date(2023, 3, 1), "Kebersihan", None),
    ("0011", "Putri Handayani", "3276055506990003", "P", "Depok", date(1999, 6, 15),
     "Teknisi dukungan TI", "0838 2001 1011", "putri@karyabersama.example",
     "Jl. Antapani Lama No. 63", date(2024, 8, 1), "Digital",
     ("Mandiri", "130 00 1011 5559")),
]
JOINER = ("Nurul Hidayah", "3201014309970006", "P", "Bogor", date(1997, 9, 3),
          "Pengembang web", "0812 2001 1012", "nurul@karyabersama.example",
          "Jl. Ciumbuleuit No. 94", date(2025, 5, 12), "Digital",
          ("BCA", "8105 551 012"))
APPLICANT = ("Maya Sari", "3671074702010008", "P", "Tangerang", date(2001, 2, 7),
             "Desainer antarmuka (UI)", "0896 2001 1013", "maya@karyabersama.example",
             "Jl. Cikutra No. 15", date(2026, 5, 4), "Digital", None)

# fmt: on

# Heirs: member, name, relation, weight, bank
HEIRS = [
    ("0001", "Lina Marlina", "istri", 1, None),
    ("0002", "Dadan Ramdani", "suami", 1, None),
    ("0008", "Rosmawati Sinaga", "istri", 2, ("BRI", "0389 01 001108 50 7")),
    ("0008", "Daniel Siregar", "anak", 1, None),
]

# Balances of the members at the cut-off: mandatory, voluntary, arrears, old surplus
# (2023) not yet paid, advance. Principal savings are paid in full by all.
OPENING = {
    "0001": (1_100_000, 2_000_000, 0, 0, 0),
    "0002": (1_100_000, 1_500_000, 0, 0, 0),
    "0003": (1_100_000, 0, 0, 0, 0),
    "0004": (1_100_000, 0, 0, 0, 0),
    "0005": (1_100_000, 0, 0, 0, 0),
    "0006": (1_100_000, 750_000, 0, 0, 0),
    "0007": (1_100_000, 0, 0, 187_500, 400_000),
    "0008": (1_100_000, 1_000_000, 0, 0, 0),
    "0009": (1_000_000, 0, 100_000, 0, 0),
    "0011": (250_000, 0, 0, 0, 0),
}
# Other balances at the cut-off by template account, debit positive; the bank balances.
BALANCES = {
    "l10n_id_11110001": 1_500_000,  # cash
    "l10n_id_12210030": 12_000_000,  # office equipment
    "l10n_id_12281030": -4_000_000,
    "l10n_id_21210010": -1_012_500,  # tax of members for December
    "coop_reserve": -7_500_000,
    "unaffected": -26_000_000,  # surplus of 2024, for the assembly to decide on
}

# fmt: off
# name, street, withholds the final tax of the cooperative, days until it pays
CLIENTS = {
    "graha": ("PT Graha Parahyangan Sejahtera", "Jl. Asia Afrika No. 81", True, 13),
    "medika": ("PT Citra Medika Dago", "Jl. Ir. H. Juanda No. 330", True, 16),
    "lintas": ("PT Lintas Nusa Logistik", "Jl. Soekarno-Hatta No. 590", True, 10),
    "digital": ("PT Sangkuriang Digital", "Jl. Setiabudi No. 170", True, 18),
    "kopi": ("PT Kopi Priangan Lestari", "Jl. Braga No. 22", True, 41),
    "agro": ("PT Bumi Agro Lembang", "Jl. Raya Lembang No. 201", True, 14),
    "yayasan": ("Yayasan Bina Insan Cendekia", "Jl. Karapitan No. 12", True, 17),
    "guest": ("Hartono Wibisono (Guest House Setiabudi)", "Jl. Sersan Bajuri No. 3",
              False, 5),
    "ratna": ("dr. Ratna Kusumadewi", "Jl. Setra Duta No. 9", False, 3),
}

# client, number of the member who does the work (None: the subcontractor), text, unit
# price, quantities by month
JOBS = [
    ("graha", "0001", "Jasa kebersihan kantor, koordinator (26 hari)", 7_800_000,
     [1] * 17),
    ("graha", "0002", "Jasa kebersihan kantor, petugas (26 hari)", 7_200_000, [1] * 17),
    ("guest", "0003", "Jasa kebersihan guest house (26 hari)", 6_000_000, [1] * 17),
    ("ratna", "0003", "Kebersihan rumah (jam), triwulan", 75_000, [0, 0, 36] * 4),
    ("medika", "0009", "Jasa kebersihan klinik, sore", 3_600_000, [1] * 6),
    ("medika", None, "Jasa kebersihan klinik, sore (mitra)", 4_200_000,
     [0] * 6 + [1] * 6),
    ("graha", None, "Pembersihan kaca gedung (mitra)", 12_500_000,
     [0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0]),
    ("agro", None, "Kebersihan acara panen raya (mitra)", 8_000_000, [0] * 11 + [1]),
    ("lintas", "0007", "Jasa pengemudi (hari)", 275_000,
     [16, 15, 14, 15, 16, 15, 17, 16, 17, 18, 17, 18, 16, 15, 16, 15, 16]),
    ("lintas", "0008", "Jasa pengemudi (hari)", 275_000,
     [15, 14, 13, 14, 15, 14, 16, 15, 8]),
    ("digital", "0005", "Pengembangan aplikasi web (orang-hari)", 1_250_000,
     [4, 5, 5, 4, 5, 5, 4, 4]),
    ("digital", "0012", "Pengembangan aplikasi web (orang-hari)", 1_250_000,
     [0] * 6 + [3, 3, 4, 4, 4, 4]),
    ("kopi", "0004", "Desain kemasan dan media sosial (paket)", 3_600_000,
     [1, 0, 1, 1, 1, 2, 1, 1, 1, 0, 1, 2, 0, 1, 0, 1, 0]),
    ("agro", "0011", "Dukungan TI dan helpdesk (bulan)", 3_500_000, [1] * 17),
    ("yayasan", "0006", "Pelatihan bahasa Inggris karyawan (sesi 90 menit)", 250_000,
     [0, 20, 0, 18, 0, 22, 0, 12, 14, 14, 12, 8]),
]

# name, street
VENDORS = {
    "mitra": ("CV Bersih Cemerlang", "Jl. Kiaracondong No. 402"),
    "sewa": ("H. Dedi Kurniawan", "Jl. Cihampelas No. 126"),
    "bahan": ("Toko Sinar Kebersihan", "Jl. Banceuy No. 17"),
    "cetak": ("CV Cetak Kreatif Bandung", "Jl. Pagarsih No. 88"),
    "dapur": ("Dapur Bu Imas", "Jl. Cihampelas No. 140"),
    "dekopin": ("Lembaga Pendidikan Koperasi Jawa Barat", "Jl. Soekarno-Hatta No. 708"),
}
SUBCONTRACT_PART = 80  # per cent of the price of a job that the subcontractor charges
# vendor, text, template account, amount, months, tax withheld (account, per cent)
RENT_TAX = ("l10n_id_21210050", 10, "PPh 4(2) sewa 10%")
WITHHOLDING = ("l10n_id_21210010", "l10n_id_21210030")
SERVICE_TAX = ("l10n_id_21210030", 2, "PPh 23 2%")
COSTS = [
    ("sewa", "Sewa ruko tiga bulan", "l10n_id_65110040", 4_500_000,
     (0, 3, 6, 9, 12, 15), RENT_TAX),
    ("bahan", "Bahan dan alat kebersihan", "coop_member_material", 1_000_000,
     range(0, MONTHS, 2), None),
    ("cetak", "Brosur dan spanduk promosi", "l10n_id_69000000", 2_250_000, (3, 9),
     None),
    ("cetak", "Cetak buku laporan RAT tahun buku 2024", "coop_assembly_expense",
     1_400_000, (1,), None),
    ("dapur", "Konsumsi dan tempat RAT tahun buku 2024", "coop_assembly_expense",
     3_800_000, (2,), None),
    ("dekopin", "Pelatihan dasar perkoperasian pengurus baru", "coop_member_education",
     1_300_000, (6,), None),
    ("dekopin", "Pendampingan pemeriksaan oleh pengawas", "coop_supervision_expense",
     1_500_000, (1,), None),
]
BANK_FEE = 25_000
TELEPHONE = 350_000  # debited by the bank every month
BANK_INTEREST = 18_000  # net of the bank's own tax
DEPRECIATION = 200_000
PETTY_CASH = 150_000  # office needs paid in cash every month

# fmt: on

# Advances deducted from what a member receives, by month
DEDUCTED = {
    ("0007", 0): 100_000,
    ("0007", 1): 100_000,
    ("0007", 2): 100_000,
    ("0007", 3): 100_000,
    ("0011", 11): 200_000,
    ("0011", 12): 200_000,
    ("0011", 13): 200_000,
}

# Mandatory savings that were not handed in with the sheet of the month, by member; the
# number is what was handed in instead.
MISSED = {
    "0009": dict.fromkeys((3, 5, *range(7, MONTHS)), 0) | {13: 100_000},
    "0011": dict.fromkeys((7, 9, 10), 0),
}
# The last sheet takes the dues to the end of the year from those who pay ahead.
PAID_AHEAD = 400_000

# fmt: off
# date, member, savings, amount (below zero: withdrawn), text
DEPOSITS = [
    (date(2025, 2, 12), "0001", "voluntary", 300_000, "Setoran sukarela"),
    (date(2025, 4, 14), "0006", "voluntary", 250_000, "Setoran sukarela"),
    (date(2025, 5, 13), "0001", "voluntary", 300_000, "Setoran sukarela"),
    (date(2025, 6, 18), "0002", "voluntary", -500_000,
     "Penarikan sukarela, biaya sekolah anak"),
    (date(2025, 8, 12), "0001", "voluntary", 300_000, "Setoran sukarela"),
    (date(2025, 9, 15), "0006", "voluntary", 250_000, "Setoran sukarela"),
    (date(2025, 11, 12), "0001", "voluntary", 300_000, "Setoran sukarela"),
    (date(2026, 2, 11), "0002", "voluntary", 200_000, "Setoran sukarela"),
]
# fmt: on

# Refunds of savings that were paid, by whom and when
REFUNDED = {
    "Rizky Maulana": date(2025, 9, 15),
    "Rosmawati Sinaga": date(2025, 11, 10),
}

# login (= password), name or number of the member, group
USERS = [
    ("manager", "0003", "group_manager"),
    ("accountant", "Rina Kartika", "group_accountant"),
    ("officer", "Yusuf Hakim", "group_officer"),
    ("supervisor", "0006", "group_supervisor"),
    ("budi", "0001", None),
    ("siti", "0002", None),
]
