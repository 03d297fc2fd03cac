# Thin: everything is in scripts/, which runs on a bare Python.
PYTHON ?= python3
COOP = @$(PYTHON) -B scripts/coop.py

DB ?= coop_demo
DEMO ?= 1
DIR ?= tests/cases
PORT ?= 8069

.PHONY: run test db shell cases bench lint pot

run:  # serve the demo cooperative
	$(COOP) run --port "$(PORT)"

test:  # make test ADDONS="coop_shu" K=rounding
	$(COOP) test --addons "$(ADDONS)" -k "$(K)"

db:  # make db DB=trial ADDONS="coop_shu" DEMO=0
	$(COOP) db --db "$(DB)" --addons "$(ADDONS)" --demo "$(DEMO)"

shell:  # make shell DB=trial < script.py
	$(COOP) shell --db "$(DB)"

cases:  # make cases DIR=tests/cases
	$(COOP) cases --dir "$(DIR)"

bench:  # make bench N=10000
	$(COOP) bench -n "$(N)"

lint:  # every check that needs no test
	$(COOP) lint

pot:  # refresh the translation templates
	$(COOP) pot
