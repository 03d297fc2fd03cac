# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Courses of the demo cooperative (all invented; people as in coop_membership)."""

from datetime import date

from odoo.addons.coop_hr.demo.story import K3, LSP

INSTITUTE = ("Lembaga Pendidikan Koperasi Jawa Barat", "Jl. Soekarno-Hatta No. 708")

# key: name, kind, hours, cost a person, issuer of certificates, outcomes (skill of
# coop_hr, months, level), contents
PROGRAMMES = {
    "basics": (
        "Pendidikan dasar perkoperasian",
        "basic",
        8,
        325_000,
        None,
        [],
        "Jati diri koperasi, hak dan kewajiban anggota, membaca neraca dan SHU.",
    ),
    "cleaner": (
        "Uji kompetensi petugas kebersihan",
        "certification",
        7,
        325_000,
        LSP,
        [("cert_cleaner", 36, 100)],
        "Uji tulis, praktik dan wawancara menurut SKKNI jasa kebersihan gedung.",
    ),
    "aid": (
        "P3K di tempat kerja",
        "safety",
        6,
        250_000,
        None,
        [("cert_aid", 36, 100)],
        "Luka, patah tulang, pingsan, resusitasi; isi kotak P3K di lokasi klien.",
    ),
    "height": (
        "Bekerja aman di ketinggian (TKBT 1)",
        "safety",
        24,
        1_750_000,
        K3,
        [("cert_height", 60, 100)],
        "Alat pelindung jatuh, penambatan, penyelamatan. Wajib bagi pembersih fasad.",
    ),
    "glass": (
        "Pembersihan kaca dan fasad",
        "technical",
        4,
        0,
        None,
        [("facade", 0, 60)],
        "Alat, bahan dan urutan kerja; dilatih oleh anggota yang berpengalaman.",
    ),
}

# name, programme, whom ("role", "group", "skill" or "all"), days, in force, source
NEEDS = [
    ("Pengurus: pendidikan dasar perkoperasian", "basics", ("role", "Pengurus"), 90,
     date(2025, 3, 15), "UU 25/1992; keputusan RAT 15 Maret 2025"),
    ("Kebersihan: P3K di tempat kerja", "aid", ("group", "Kebersihan"), 365,
     date(2025, 1, 1), "Permenaker 15/2008"),
    ("Pembersih fasad: izin kerja di ketinggian", "height", ("skill", "facade"), 0,
     date(2024, 2, 1), "Permenaker 9/2016"),
]  # fmt: skip

ROLES = [
    ("0003", "Pengurus", date(2025, 3, 15), "Ketua"),
    ("0004", "Pengurus", date(2025, 3, 15), "Sekretaris"),
    ("0001", "Pengurus", date(2025, 3, 15), "Bendahara"),
    ("0006", "Pengawas", date(2025, 3, 15), "Ketua pengawas"),
]

# programme, day, name, trainer (member, or None for the provider), attended, text of
# the bill that paid for it
SESSIONS = [
    ("basics", date(2025, 7, 19), "Pendidikan dasar untuk pengurus baru", None,
     ("0003", "0004"), "Pelatihan dasar perkoperasian pengurus baru"),
    ("cleaner", date(2025, 9, 20), "Uji kompetensi petugas kebersihan", None,
     ("0001", "0002", "0003"), "Uji kompetensi petugas kebersihan (Budi, Siti, Agus)"),
    ("glass", date(2025, 11, 15), "Latihan kaca gedung", "0001",
     ("0002", "0003", "0009"), None),
]  # fmt: skip

# programme, name, days from now, places: for members to register
OPEN = [
    ("aid", "P3K di tempat kerja, angkatan 1", 16, 12),
    ("basics", "Pendidikan dasar anggota", 30, 20),
]

# day, mentor, learner, skill of coop_hr, topic, hours
MENTORING = [
    (date(2025, 6, 24), "0009", "0002", "clinic",
     "Alur bersih dan kotor di klinik", 3),
    (date(2025, 7, 1), "0009", "0002", "clinic", "Disinfeksi ruang tindakan", 2.5),
    (date(2026, 2, 5), "0012", "0011", "web", "Memasang situs klien", 2),
    (date(2026, 3, 12), "0012", "0011", "web", "Formulir dan validasi", 2),
]  # fmt: skip

EXAM = (
    "Ujian P3K di tempat kerja",
    [
        (
            "Apa yang pertama dilakukan bila rekan kerja tersengat listrik?",
            ["Memutus aliran listrik", "Menarik tangannya", "Menyiram air"],
        ),
        (
            "Berapa perbandingan tekanan dada dan napas bantuan pada orang dewasa?",
            ["30 : 2", "15 : 5", "5 : 1"],
        ),
        (
            "Luka bakar kecil didinginkan dengan",
            ["Air mengalir", "Pasta gigi", "Es batu langsung"],
        ),
    ],
)
EVALUATION = (
    "Evaluasi pelatihan",
    ["Apa yang paling berguna?", "Apa yang perlu diperbaiki?"],
)
