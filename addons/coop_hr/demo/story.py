# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""What the members of the demo cooperative can do, and prove (all invented)."""

from datetime import date

# name for references: (name, certification, [(name for references, skill)])
SKILL_TYPES = {
    "cleaning": (
        "Kebersihan",
        False,
        [
            ("office", "Kebersihan kantor"),
            ("clinic", "Kebersihan fasilitas kesehatan"),
            ("facade", "Pembersihan kaca dan fasad"),
        ],
    ),
    "digital": (
        "Digital",
        False,
        [
            ("design", "Desain grafis"),
            ("web", "Pengembangan web"),
            ("support", "Dukungan TI"),
        ],
    ),
    "driving": ("Mengemudi", False, [("driver", "Pengemudi mobil penumpang")]),
    "teaching": ("Mengajar", False, [("english", "Bahasa Inggris")]),
    "competence": (
        "Sertifikat kompetensi",
        True,
        [
            ("cert_cleaner", "Petugas kebersihan gedung"),
            ("cert_supervisor", "Penyelia kebersihan gedung"),
            ("cert_height", "TKBT tingkat 1 (kerja di ketinggian)"),
            ("cert_aid", "P3K di tempat kerja"),
        ],
    ),
    "licence": (
        "Surat izin mengemudi",
        True,
        [("sim_a", "SIM A"), ("sim_b1", "SIM B1")],
    ),
}
LEVELS = [("Pemula", 30), ("Mampu", 60), ("Mahir", 80), ("Ahli", 100)]
HOLDER = [("Kompeten", 100)]

# member: [(skill, level in percent, since)]
SKILLS = {
    "0001": [("office", 100, date(2023, 3, 1)), ("facade", 60, date(2024, 2, 1))],
    "0002": [("office", 80, date(2023, 3, 1)), ("clinic", 60, date(2025, 7, 1))],
    "0003": [("office", 60, date(2023, 3, 1))],
    "0004": [("design", 100, date(2023, 3, 1))],
    "0006": [("english", 100, date(2023, 3, 1))],
    "0007": [("driver", 80, date(2023, 3, 1))],
    "0009": [("office", 60, date(2023, 3, 1)), ("clinic", 80, date(2023, 3, 1))],
    "0011": [("support", 80, date(2024, 8, 1)), ("web", 30, date(2025, 3, 1))],
    "0012": [("web", 80, date(2025, 7, 7))],
}

LSP = ("LSP Jasa Kebersihan Nusantara", "Jl. Turangga No. 25")
K3 = ("PJK3 Bina Selamat Mandiri", "Jl. Terusan Pasirkoja No. 88")
POLICE = ("Satpas Polrestabes Bandung", "Jl. Jawa No. 1")
# fmt: off
# member, certificate, number, KKNI level, issuer, from, until, verified
CERTIFICATES = [
    ("0001", "cert_supervisor", "81210 3321 3 0004417 2025", "3", LSP,
     date(2025, 9, 22), date(2028, 9, 21), True),
    ("0002", "cert_cleaner", "81210 3321 2 0004418 2025", "2", LSP,
     date(2025, 9, 22), date(2028, 9, 21), True),
    ("0003", "cert_cleaner", "81210 3321 2 0004419 2025", "2", LSP,
     date(2025, 9, 22), date(2028, 9, 21), True),
    ("0001", "cert_height", "KEP.188/TKBT1/BDG/2021", False, K3,
     date(2021, 8, 2), date(2026, 8, 1), True),
    ("0002", "cert_aid", "P3K-2213/DISNAKER/2025", False, K3,
     date(2025, 2, 10), date(2028, 2, 9), True),
    ("0007", "sim_b1", "8107-0307-112233", False, POLICE,
     date(2022, 7, 4), date(2027, 7, 3), True),
    # handed in at the office, not yet compared with the paper
    ("0009", "cert_aid", "P3K-0871/DISNAKER/2024", False, K3,
     date(2024, 5, 6), date(2027, 5, 5), False),
]
