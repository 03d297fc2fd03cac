# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""What the demo cooperative sells from August 2026 on (all invented).

People and clients are those of ``coop_membership``, skills those of ``coop_hr``.
Amounts are whole rupiah; texts are Indonesian, as users of such a cooperative type
them.
"""

from datetime import date

VAT_FROM = date(2026, 7, 1)
FINAL_TAX = (date(2023, 3, 1), date(2026, 12, 31))
HOLIDAY = ("Hari Kemerdekaan Republik Indonesia", date(2026, 8, 17))

# The office: name, street, tax number; whoever signs there: name, function, login
OFFICE = ("Balai Layanan Arsip Priangan", "Jl. Wastukancana No. 61", "0000517425424000")
SIGNER = ("Wulan Sari", "Pejabat Pembuat Komitmen", "klien")

SURVEY = "Survei harga situs jasa dan mitra, Juli 2026"
# fmt: off
# key: name, KBLI 2020, every month, unit, work in one unit [(role, skill of coop_hr,
# level in percent, quantity per hour, rate)], market from, to
SERVICES = {
    "cleaner": ("Kebersihan kantor, petugas (orang-bulan)", "81210", True, "unit",
                [("Petugas kebersihan", "office", 60, 173, 30_000)],
                6_000_000, 7_500_000),
    "leader": ("Kebersihan kantor, koordinator (orang-bulan)", "81210", True, "unit",
               [("Koordinator kebersihan", "office", 80, 173, 36_000)],
               7_000_000, 8_500_000),
    "deep": ("Pembersihan menyeluruh (orang-hari)", "81290", False, "day",
             [("Petugas pembersihan", "office", 60, 8, 45_000)],
             400_000, 650_000),
    "home": ("Kebersihan rumah (jam)", "81210", False, "hour",
             [("Petugas kebersihan rumah", "office", 60, 1, 62_000)],
             75_000, 150_000),
    "brand": ("Desain identitas merek (paket)", "74130", False, "unit",
              [("Desainer grafis", "design", 80, 60, 65_000)],
              3_500_000, 7_500_000),
    "web": ("Pengembangan situs web (paket)", "62019", False, "unit",
            [("Pengembang web", "web", 60, 96, 85_000)],
            8_000_000, 18_000_000),
    "launch": ("Peluncuran dan pelatihan situs (paket)", "62029", False, "unit",
               [("Pendamping TI", "support", 60, 24, 60_000)],
               1_500_000, 3_500_000),
    "support": ("Dukungan TI (bulan)", "62029", True, "unit",
                [("Teknisi dukungan TI", "support", 60, 40, 65_000)],
                3_000_000, 4_500_000),
    "english": ("Pelatihan bahasa Inggris (sesi 90 menit)", "85499", False, "unit",
                [("Pelatih bahasa Inggris", "english", 80, 2, 85_000)],
                200_000, 300_000),
}
# done by a partner company: name, KBLI 2020, price
SUBCONTRACTED = ("Pembersihan kaca gedung (mitra)", "81290", 12_500_000)
# What is looked at in a quality check of cleaning: (row, weight)
CHECKLIST = [
    ("Lantai ruang kerja disapu dan dipel", 2),
    ("Toilet bersih, sabun dan tisu terisi", 3),
    ("Meja baca dan rak arsip bebas debu", 2),
    ("Sampah dipilah dan dibuang", 1),
]

# --------------------------------------------------------------------- the office
CLEANING = "Kebersihan kantor Balai Arsip 2026"
CLEANING_FROM, CLEANING_TO = date(2026, 8, 3), date(2026, 12, 31)
# service, role of it, people, member of each place
TEAM = [
    ("leader", 1, ["0001"]),
    ("cleaner", 2, ["0002", "0003"]),
]
WORKED_TO = date(2026, 11, 20)  # shifts up to this day are confirmed
# member, from, to, substitute, reason
SUBSTITUTES = [
    ("0002", date(2026, 9, 14), date(2026, 9, 15), "0009", "Sakit, surat dokter"),
    ("0002", date(2026, 10, 5), date(2026, 10, 16), "0009", "Menunggui anak dirawat"),
]
# last day of the month accepted, stars, comment; day paid and number of the slip
MONTHS = [
    (date(2026, 8, 31), 5, "Rapi dan tepat waktu.", date(2026, 9, 16), "2600318427"),
    (date(2026, 9, 30), 4, "Baik. Mohon tisu toilet dicek siang hari.",
     date(2026, 10, 14), False),
    (date(2026, 10, 31), 5, "Petugas pengganti juga cekatan.", None, False),
]
COMPLAINT = ("Toilet lantai 2 belum dibersihkan setelah jam makan siang",
             "Pengunjung ruang baca mengeluh. Mohon ada jadwal siang juga.",
             "Putaran toilet pukul 13.30 ditambahkan ke jadwal harian; sudah dicek "
             "koordinator tiga hari berturut-turut.",
             "Jadwal harian hanya memuat putaran pagi dan sore.")
# night shift that is offered to the coordinator
EVENING = ("Petugas malam pameran arsip", date(2026, 12, 4), date(2026, 12, 5), "0001")
# one-off work that waits for the signature of the client
DEEP = ("Pembersihan menyeluruh ruang depo arsip", date(2026, 11, 14),
        date(2026, 11, 15), ["0002", "0003"], date(2026, 11, 16))

# --------------------------------------------------------------------- the website
DESIGN = "Identitas merek dan situs web Kopi Priangan"
DESIGN_FROM, DESIGN_TO = date(2026, 8, 24), date(2026, 12, 11)
DESIGN_TEAM = {"brand": "0004", "web": "0012", "launch": "0011"}
LEAD, LEAD_FEE = "0004", 500_000
# service of the milestone, accepted on, weights by member, stars, comment, day paid
MILESTONES = [
    ("brand", date(2026, 9, 18), {"0004": 75, "0012": 15, "0011": 10}, 5,
     "Logo dan kemasan baru disukai pelanggan kami.", date(2026, 9, 29)),
    ("web", date(2026, 10, 28), {"0004": 15, "0012": 70, "0011": 15}, 4,
     "Situs cepat; foto produk menyusul.", None),
]

# service, people, price of one: below the floor of Kota Bandung
CHEAP = ("cleaner", 2, 4_900_000, date(2026, 11, 19), date(2026, 12, 1))

# -------------------------------------------------------------------------- money
# member, amount, date, reason, paid
ADVANCES = [
    ("0003", 600_000, date(2026, 9, 8), "Perbaikan sepeda motor", True),
    ("0002", 750_000, date(2026, 11, 20), "Biaya daftar ulang sekolah anak", False),
]
# day, work accepted up to, paid
RUNS = [
    (date(2026, 10, 6), date(2026, 9, 30), True),
    (date(2026, 11, 5), date(2026, 10, 31), False),
]
# Mandatory savings handed in before: member, amount, date, text
DUES = [
    ("0011", 550_000, date(2026, 7, 8), "Simpanan wajib sampai Desember 2026"),
    ("0009", 500_000, date(2026, 7, 15), "Cicilan tunggakan simpanan wajib"),
]
# Costs for all: pool, day, vendor of coop_membership, text, amount
SHARED_COSTS = [
    ("marketing", date(2026, 8, 12), "cetak", "Profil koperasi dan kartu nama anggota",
     1_350_000),
    ("tools", date(2026, 8, 5), "bahan", "Penyedot debu dan alat pel dorong",
     3_900_000),
]
POOLS_TO = date(2026, 10, 31)
# Things on loan: name, inventory number, kind, pieces, [(member, pieces, day)]
LOANS = [
    ("Penyedot debu basah/kering", "ALT-001", "tool", 2,
     [("0001", 1, date(2026, 8, 3))]),
    ("Seragam kebersihan", "SRG-001", "uniform", 12,
     [("0001", 2, date(2026, 8, 3)), ("0002", 2, date(2026, 8, 3)),
      ("0003", 2, date(2026, 8, 3))]),
    ("Kartu akses Balai Arsip", "KRT-001", "key", 4,
     [("0001", 1, date(2026, 8, 3)), ("0002", 1, date(2026, 8, 3)),
      ("0003", 1, date(2026, 8, 3))]),
]
# member, kind, from, to, weekday, note
WISHES = [
    ("0002", "unavailable", date(2026, 12, 24), date(2026, 12, 27), False,
     "Pulang ke Garut"),
    ("0003", "avoid", date(2026, 8, 1), None, "5", "Menjaga warung"),
    ("0009", "prefer", date(2026, 10, 1), None, False, "Siap kerja harian"),
]
# fmt: on
