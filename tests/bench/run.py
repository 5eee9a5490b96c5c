"""Inside the environment that ``__main__`` made: fill, serve, measure, say. Exit status 1 when a limit is not kept."""

from __future__ import annotations

import sys
import time

import django

from dongthap_remediation.environment import PROJECT
from dongthap_remediation.local_services import ensure

SIZES = {"bench_small": 1_000, "bench_large": 100_000}


def main() -> int:
    begun = time.monotonic()
    ensure("bench")
    django.setup()
    from django.core.management import call_command

    from tests.bench import data, http, logins, measures, reminders, report, reports, years

    databases = data.Databases()
    say(begun, "making 1,000 and 100,000 items")
    call_command("collectstatic", verbosity=0, interactive=False)
    data.prepare(databases, SIZES)
    reminders.prepare(databases)
    databases.use("bench_large")
    say(begun, "measuring")
    found: list[report.Measure] = []
    with http.running(*(databases.url(name) for name in SIZES)) as (small, large):
        for measure in measures.all_measures(small, large):
            say(begun, measure.name)
            found.append(measure)
    for measure in years.year_measures(databases):
        say(begun, measure.name)
        found.append(measure)
    for measure in logins.login_measures(databases, "bench_small"):
        say(begun, measure.name)
        found.append(measure)
    for measure in reminders.reminder_measures(databases):
        say(begun, measure.name)
        found.append(measure)
    for measure in reports.report_measures(databases):
        say(begun, measure.name)
        found.append(measure)
    report.write(found, PROJECT / "build" / "bench.json")
    print(report.table(found))
    return 0 if all(measure.ok for measure in found) else 1


def say(begun: float, words: str) -> None:
    print(f"{time.monotonic() - begun:5.0f} s  {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
