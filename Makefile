# One command each. What CI runs is what a person runs. `make run` needs only requirements.txt; the others install the tools as well.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PY := .venv/bin/python
PIP := $(PY) -m pip install --disable-pip-version-check
# The first Python that is new enough; choose another with `make setup PYTHON=/path/to/python`.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
ROOMS := dongthap_remediation reports directives notifications reading units common

.PHONY: help setup run run-empty reset-demo test check bench

help:
	@echo "make setup       cài môi trường vào .venv (PYTHON=… để chọn Python)"
	@echo "make run         chạy cổng với dữ liệu mẫu (PORT=… để chọn cổng mạng)"
	@echo "make run-empty   chạy cổng trống, tạo người quản trị đầu tiên"
	@echo "make reset-demo  làm lại dữ liệu mẫu"
	@echo "make test        chạy kiểm thử"
	@echo "make check       kiểm tra mã nguồn"
	@echo "make bench       đo tốc độ"

setup: .venv/ok-dev

.venv/bin/python:
	@if ! "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		echo "Cần Python 3.11 trở lên. Cài nó, hoặc chỉ ra bằng: make setup PYTHON=/đường/dẫn/python3.11" >&2; exit 1; fi
	@echo "Tạo môi trường .venv bằng $(PYTHON) …"
	@"$(PYTHON)" -m venv .venv || { rm -rf .venv; \
		echo "Không tạo được .venv. Trên Debian, Ubuntu hãy cài gói python3-venv rồi chạy lại." >&2; exit 1; }

.venv/ok: requirements.txt | .venv/bin/python
	@echo "Cài các thư viện cần để chạy (lần đầu mất khoảng nửa phút) …"
	@$(PIP) -r requirements.txt
	@touch $@

.venv/ok-dev: requirements-dev.txt .venv/ok
	@echo "Cài công cụ kiểm thử và kiểm tra …"
	@$(PIP) -r requirements-dev.txt
	@touch $@

run run-empty reset-demo: .venv/ok
	@exec $(PY) -m dongthap_remediation.supervisor $@

test: .venv/ok-dev
	@$(PY) -m tests.chromium
	@$(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder

# PORTAL_PROFILE=test: the checks use the tests' servers and meet no running portal.
check: .venv/ok-dev
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy $(ROOMS)
	.venv/bin/lint-imports
	$(PY) -m djlint templates --lint --quiet
	.venv/bin/djangofmt --check templates
	.venv/bin/css-beautify -s 2 -n static/css/portal.css | diff -u static/css/portal.css -
	PORTAL_PROFILE=test DJANGO_SETTINGS_MODULE=dongthap_remediation.settings_test $(PY) manage.py check
	PORTAL_PROFILE=test DJANGO_SETTINGS_MODULE=dongthap_remediation.settings_test $(PY) manage.py makemigrations --check --dry-run

bench: .venv/ok-dev
	@$(PY) -m tests.bench
