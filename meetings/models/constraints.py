from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.backends.ddl_references import Statement, Table


class CompositeForeignKey(models.BaseConstraint):
    """A foreign key over two columns: what `field` points to shares `shared` with this row.

    `CompositeForeignKey(field="moderator", shared="team")` on a meeting makes the database itself refuse a moderator
    from another team. The other table needs a unique constraint over ("id", shared). An empty `field` is accepted, as
    SQL's MATCH SIMPLE does. Works on SQLite and PostgreSQL alike, where a CHECK can't look into another table.
    """

    def __init__(self, *, field: str, shared: str, name: str, violation_error_message=None):
        super().__init__(name=name, violation_error_message=violation_error_message)
        self.field, self.shared = field, shared

    def _foreign_key(self, model, schema_editor) -> str:
        quote = schema_editor.quote_name
        field, shared = model._meta.get_field(self.field), model._meta.get_field(self.shared)
        target = field.remote_field.model._meta
        here = f"{quote(field.column)}, {quote(shared.column)}"
        there = f"{quote(target.pk.column)}, {quote(target.get_field(self.shared).column)}"
        return f"FOREIGN KEY ({here}) REFERENCES {quote(target.db_table)} ({there}) DEFERRABLE INITIALLY DEFERRED"

    def constraint_sql(self, model, schema_editor):
        return f"CONSTRAINT {schema_editor.quote_name(self.name)} {self._foreign_key(model, schema_editor)}"

    def create_sql(self, model, schema_editor):
        return Statement(
            "ALTER TABLE %(table)s ADD %(constraint)s",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            constraint=self.constraint_sql(model, schema_editor),
        )

    def remove_sql(self, model, schema_editor):
        return Statement(
            "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            name=schema_editor.quote_name(self.name),
        )

    def validate(self, model, instance, exclude=None, using=DEFAULT_DB_ALIAS):
        if exclude and {self.field, self.shared} & set(exclude):
            return
        pointed = getattr(instance, model._meta.get_field(self.field).attname)
        if pointed is None:
            return
        shared = getattr(instance, model._meta.get_field(self.shared).attname)
        target = model._meta.get_field(self.field).remote_field.model
        if not target._base_manager.using(using).filter(pk=pointed, **{self.shared: shared}).exists():
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)

    def __eq__(self, other):
        if isinstance(other, CompositeForeignKey):
            return self.deconstruct() == other.deconstruct()
        return super().__eq__(other)

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "field": self.field, "shared": self.shared}
