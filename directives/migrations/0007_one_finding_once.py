"""What says the same is one finding of its inspection, one title one inspection of its dispatch (``common.identity``).

Rows that were doubled before stay: the first one has the mark, the later ones one of their own, so that nothing is lost and files meet the
first. Decisions on findings that read alike are kept under the new marks, where both texts are still known.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import Any

from django.db import migrations, models

from common.identity import identity_mark
from common.identity_field import IdentityField
from common.text import match_key


def _mark(model: Any, text: str, *scope: str) -> None:
    seen = set()
    rows = []
    for row in model.objects.order_by("pk").iterator():
        words = getattr(row, text)
        mark = identity_mark(words)
        place = (*(getattr(row, name) for name in scope), mark)
        if place in seen:
            mark = hashlib.sha256(f"{mark} {row.pk}".encode()).hexdigest()[:32]
        seen.add(place)
        rows.append((mark, row.pk))
    for mark, pk in rows:
        model.objects.filter(pk=pk).update(identity=mark)


def mark_rows(apps: Any, schema_editor: Any) -> None:
    _mark(apps.get_model("directives", "Inspection"), "title", "directive_id")
    _mark(apps.get_model("directives", "Finding"), "text", "inspection_id", "unit_id")
    _rename_pairs(apps)


def _rename_pairs(apps: Any) -> None:
    pairs = apps.get_model("directives", "SimilarFindings").objects.select_related("batch")
    units = {pair.unit_id for pair in pairs}
    known: dict[int, dict[str, str]] = defaultdict(dict)
    texts = list(apps.get_model("directives", "Finding").objects.filter(unit__in=units).values_list("unit_id", "text"))
    codes = dict(apps.get_model("units", "Unit").objects.filter(pk__in=units).values_list("code", "pk"))
    for batch in {pair.batch_id: pair.batch for pair in pairs}.values():
        texts += [(codes[row["unit"]], row["finding"]) for row in batch.result.get("rows", []) if row["unit"] in codes]
    for unit, text in texts:
        known[unit][hashlib.sha256(match_key(text).encode()).hexdigest()[:32]] = identity_mark(text)
    taken = set()
    for pair in pairs.order_by("-pk"):
        first, second = sorted(known[pair.unit_id].get(key, key) for key in (pair.first_key, pair.second_key))
        if first == second or (pair.unit_id, first, second) in taken:
            pair.delete()
            continue
        taken.add((pair.unit_id, first, second))
        pair.first_key, pair.second_key = first, second
        pair.save(update_fields=["first_key", "second_key"])


class Migration(migrations.Migration):
    dependencies = [("directives", "0006_scores_undo")]

    operations = [
        migrations.RemoveConstraint(model_name="finding", name="finding_once_an_inspection"),
        migrations.AddField("finding", "identity", IdentityField("dấu của hạn chế", of="text", default=""), preserve_default=False),
        migrations.AddField("inspection", "identity", IdentityField("dấu của tên", of="title", default=""), preserve_default=False),
        migrations.RunPython(mark_rows, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.UniqueConstraint(fields=["directive", "identity"], name="inspection_once_a_directive", nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(fields=["inspection", "unit", "identity"], name="finding_once_an_inspection"),
        ),
    ]
