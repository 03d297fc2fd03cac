# Copyright 2026 The cooperative suite contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The member list over HTTP, as the web client asks for it."""

import contextlib
import socket
import subprocess
import sys
import time

import requests
from lxml import etree

from odoo.addons.coop_membership.models.coop_member_ledger import LEDGER_COLUMNS

ROWS = 80


class Server:
    """An Odoo server on a free port, with the manager of a cooperative logged in."""

    def __init__(self, coop):
        self.coop = coop
        arch = coop.env["coop.member"].get_view(view_type="list")["arch"]
        names = [node.get("name") for node in etree.fromstring(arch).iter("field")]
        self.fields = {
            True: names,
            False: [n for n in names if n not in LEDGER_COLUMNS],
        }
        if len(self.fields[True]) - len(self.fields[False]) < 5:
            raise SystemExit("the member list lacks balances or arrears")

    def __enter__(self):
        with contextlib.closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        database = self.coop.env.cr.dbname
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "odoo",
                f"--database={database}",
                f"--http-port={port}",
                "--max-cron-threads=0",
                "--log-level=warn",
            ]
        )
        self.url = f"http://127.0.0.1:{port}"
        self.session = requests.Session()
        self.session.trust_env = False  # no proxy to ourselves
        try:
            self._wait()
            login = self.coop.env.user.login
            self._call(
                "/web/session/authenticate",
                {"db": database, "login": login, "password": login},
            )
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_exception):
        self.process.terminate()
        self.process.wait(30)

    def _wait(self):
        for _ in range(240):
            with contextlib.suppress(requests.ConnectionError):
                self.session.get(f"{self.url}/web/health", timeout=60)
                return
            if self.process.poll() is not None:
                raise SystemExit("the server did not start")
            time.sleep(0.25)
        raise SystemExit("the server did not answer within a minute")

    def _call(self, path, params):
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        answer = self.session.post(f"{self.url}{path}", json=body, timeout=120).json()
        if "error" in answer:
            raise SystemExit(f"{path}: {answer['error']['data']['message']}")
        return answer["result"]

    def member_list(self, with_ledger):
        """First page of the list, with or without the columns of the ledger."""
        specification = {
            name: {"fields": {"display_name": {}}}
            if self.coop.env["coop.member"]._fields[name].type == "many2one"
            else {}
            for name in self.fields[with_ledger]
        }
        context = {
            "lang": "en_US",
            "tz": "Asia/Jakarta",
            "uid": self.coop.env.uid,
            "allowed_company_ids": self.coop.company.ids,
        }
        result = self._call(
            "/web/dataset/call_kw/coop.member/web_search_read",
            {
                "model": "coop.member",
                "method": "web_search_read",
                "args": [],
                "kwargs": {
                    "domain": [],
                    "specification": specification,
                    "offset": 0,
                    "order": "",
                    "limit": ROWS,
                    "count_limit": 10_001,
                    "context": context,
                },
            },
        )
        rows = result["records"]
        if len(rows) != min(ROWS, self.coop.count):
            raise SystemExit(f"{len(rows)} rows instead of {ROWS}")
        if with_ledger and not any(row["savings_total"] for row in rows):
            raise SystemExit("the list shows no savings")
        return rows
