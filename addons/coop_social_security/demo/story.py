# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The social security of the demo cooperative as plain data.

All numbers are invented. Members 0001 to 0012 are those of coop_membership.
"""

from datetime import date

SINCE = date(2026, 4, 1)
NPP = "JJ204112"
FOUNDED, LATER = date(2023, 4, 1), date(2024, 9, 1)


def bpu(income, programs="3", sector="other", payer="law"):
    """Terms of an independent worker at BPJS Ketenagakerjaan."""
    return {
        "income": income,
        "program_set": programs,
        "sector": sector,
        "payer": payer,
    }


def pbpu(care, family=0):
    """Terms of an independent worker at BPJS Kesehatan."""
    return {"care_class": care, "dependants": family}


# member, agency, segment, start, number, terms (none: covered elsewhere)
ENROLMENTS = [
    ("0001", "tk", "bpu", FOUNDED, "23010450011", bpu(4_500_000)),
    ("0002", "tk", "bpu", FOUNDED, "23010450012", bpu(4_200_000)),
    ("0003", "tk", "bpu", FOUNDED, "23010450013", bpu(5_000_000, payer="cooperative")),
    ("0004", "tk", "bpu", FOUNDED, "23010450014", bpu(3_450_000)),
    ("0006", "tk", "bpu", FOUNDED, "23010450016", bpu(2_500_000)),
    ("0007", "tk", "bpu", FOUNDED, "23010450017", bpu(3_300_000, "2", "transport")),
    ("0008", "tk", "bpu", FOUNDED, "23010450018", bpu(3_300_000, "2", "transport")),
    ("0009", "tk", "bpu", FOUNDED, "23010450019", bpu(1_000_000, "2")),
    ("0011", "tk", "client", LATER, "24090450021", None),
    ("0001", "kes", "pbpu", FOUNDED, "0001892300011", pbpu("3", 3)),
    ("0002", "kes", "pbpu", FOUNDED, "0001892300012", pbpu("3", 2)),
    ("0003", "kes", "pbpu", FOUNDED, "0001892300013", pbpu("2", 3)),
    ("0004", "kes", "pbpu", FOUNDED, "0001892300014", pbpu("2")),
    ("0006", "kes", "spouse", FOUNDED, "0001892300016", None),
    ("0007", "kes", "pbi", FOUNDED, "0001892300017", None),
    ("0009", "kes", "pbi", FOUNDED, "0001892300019", None),
    ("0011", "kes", "pbpu", LATER, "0001892300021", pbpu("3")),
]
CLEANERS = ("0001", "0002", "0003", "0009")  # of the office cleaned since August
BOTH = ("tk", "kes")
# month, booked, paid, agencies that are paid
RUNS = [
    (date(2026, 4, 1), date(2026, 4, 8), date(2026, 4, 10), BOTH),
    (date(2026, 5, 1), date(2026, 5, 8), date(2026, 5, 8), BOTH),
    (date(2026, 6, 1), date(2026, 6, 8), date(2026, 6, 10), BOTH),
    (date(2026, 7, 1), date(2026, 7, 8), date(2026, 7, 10), BOTH),
    (date(2026, 8, 1), date(2026, 8, 7), date(2026, 8, 10), BOTH),
    (date(2026, 9, 1), date(2026, 9, 8), date(2026, 9, 10), BOTH),
    (date(2026, 10, 1), date(2026, 10, 8), date(2026, 10, 9), BOTH),
    (date(2026, 11, 1), date(2026, 11, 9), date(2026, 11, 10), ("kes",)),
]
# day, members who hand in nothing: some are late, others leave it to their payouts
COLLECTIONS = [
    (date(2026, 4, 22), ("0009",)),
    (date(2026, 5, 22), ()),
    (date(2026, 6, 22), ()),
    (date(2026, 7, 22), ()),
    (date(2026, 8, 21), ()),
    (date(2026, 9, 22), (*CLEANERS, "0004", "0011")),
    (date(2026, 10, 22), CLEANERS),
    (date(2026, 11, 20), (*CLEANERS, "0007")),
]
CLAIM = {
    "kind": "death",
    "date_event": date(2025, 10, 24),
    "reference": "JKM-2025-11-0412",
    "receiver": "Rosmawati Sinaga (istri)",
    "note": "Akta kematian, kartu peserta, KK dan surat keterangan ahli waris.",
}
CLAIM_STEPS = {
    "state": "paid",
    "date_filed": date(2025, 11, 5),
    "date_decided": date(2025, 11, 21),
    "date_paid": date(2025, 12, 1),
}
