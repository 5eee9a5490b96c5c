"""What no page and no admin form may do: a step that directives.workflow does not know, a step back without a reason, an item that starts half done.

``item_number`` gives each item its number for ever: a sequence never hands a number out twice, also after a rollback.
"""

from django.db import migrations

SQL = r"""
CREATE SEQUENCE item_number;

CREATE FUNCTION item_steps() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER item_steps BEFORE INSERT OR UPDATE ON directives_item FOR EACH ROW EXECUTE FUNCTION item_steps();

CREATE FUNCTION directive_stays_issued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'issued' AND NEW.status <> 'issued' THEN
    RAISE EXCEPTION 'directive_stays_issued: an issued directive is not taken back' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER directive_stays_issued BEFORE UPDATE ON directives_directive FOR EACH ROW EXECUTE FUNCTION directive_stays_issued();
"""
UNDO = """
DROP TRIGGER directive_stays_issued ON directives_directive; DROP FUNCTION directive_stays_issued();
DROP TRIGGER item_steps ON directives_item; DROP FUNCTION item_steps(); DROP SEQUENCE item_number;
"""


class Migration(migrations.Migration):
    dependencies = [("directives", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]
