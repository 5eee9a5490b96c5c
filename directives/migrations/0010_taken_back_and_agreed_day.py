"""A unit may take its claim back, which needs no reason (a step back by the Centre does, and a blank one is none); one report may be open until a
day of its own: agreed with its return, or when it was opened after the lock.
"""

from django.db import migrations, models
from django.db.models.functions import Coalesce

STEPS = r"""
CREATE OR REPLACE FUNCTION item_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'todo' THEN
      RAISE EXCEPTION 'item_steps: an item starts as todo, not as %', NEW.status USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.number <> OLD.number THEN
    RAISE EXCEPTION 'item_steps: the number of an item never changes' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.status = OLD.status THEN
    RETURN NEW;
  END IF;
  IF (OLD.status, NEW.status) NOT IN (('todo','doing'), ('doing','claimed'), ('claimed','verified'), ('claimed','doing'), ('verified','doing')) THEN
    RAISE EXCEPTION 'item_steps: % may not follow %', NEW.status, OLD.status USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.status = 'doing' AND NEW.back_reason !~ '\S' AND (OLD.status = 'verified' OR (OLD.status = 'claimed' AND NEW.back_reason <> '')) THEN
    RAISE EXCEPTION 'item_steps: a step back needs a reason' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""
BACK = r"""
CREATE OR REPLACE FUNCTION item_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'todo' THEN
      RAISE EXCEPTION 'item_steps: an item starts as todo, not as %', NEW.status USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.number <> OLD.number THEN
    RAISE EXCEPTION 'item_steps: the number of an item never changes' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.status = OLD.status THEN
    RETURN NEW;
  END IF;
  IF (OLD.status, NEW.status) NOT IN (('todo','doing'), ('doing','claimed'), ('claimed','verified'), ('claimed','doing'), ('verified','doing')) THEN
    RAISE EXCEPTION 'item_steps: % may not follow %', NEW.status, OLD.status USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.status IN ('claimed', 'verified') AND NEW.status = 'doing' AND NEW.back_reason !~ '\S' THEN
    RAISE EXCEPTION 'item_steps: a step back needs a reason' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("directives", "0009_item_figure_indexes")]

    operations = [
        migrations.RunSQL(STEPS, BACK),
        migrations.AddField(
            model_name="obligation",
            name="agreed_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày hẹn nộp"),
        ),
        migrations.AddField(
            model_name="obligation",
            name="expected_on",
            field=models.GeneratedField(
                db_persist=True, expression=Coalesce(models.F("agreed_on"), models.F("due_on")), output_field=models.DateField()
            ),
        ),
    ]
