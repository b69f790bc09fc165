"""Compare the rows that stand with those that follow from others, and write only the difference."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Model, QuerySet

Key = tuple[Any, ...]
Columns = Mapping[str, Any]

BATCH = 500


@dataclass(frozen=True, slots=True)
class Projection:
    """A table that is derived: the columns that identify a row, and those that follow."""

    model: type[Model]
    key: tuple[str, ...]
    values: tuple[str, ...]

    def follow(self, drafts: Iterable[Any]) -> dict[Key, Columns]:
        """Return the rows that follow from `drafts` (dataclasses or mappings with the columns), by key."""
        rows = (draft if isinstance(draft, Mapping) else asdict(draft) for draft in drafts)
        return {tuple(row[name] for name in self.key): row for row in rows}

    def differences(self, follows: Mapping[Key, Columns], standing: QuerySet) -> Iterator[str]:
        """Yield a sentence for each row that is missing, extra or differs from what follows."""
        stands = self._by_key(standing)
        for key in sorted(follows.keys() | stands.keys(), key=str):
            name = f"{self.model.__name__} {' '.join(map(str, key))}"
            if key not in stands:
                yield f"{name}: is missing"
            elif key not in follows:
                yield f"{name}: stands, but nothing is behind it"
            else:
                for column in self._changed(stands[key], follows[key]):
                    yield f"{name}: {column} is {getattr(stands[key], column)}, {follows[key][column]} follows"

    def settle(self, follows: Mapping[Key, Columns], standing: QuerySet) -> int:
        """Write the difference, and return how many rows that were; rows that already follow are not touched."""
        stands = self._by_key(standing)
        extra = [stands[key].pk for key in stands.keys() - follows.keys()]
        changed = [stands[key] for key in stands.keys() & follows.keys() if self._changed(stands[key], follows[key])]
        missing = [follows[key] for key in follows if key not in stands]
        for row in changed:
            for column in self.values:
                setattr(row, column, follows[self._key_of(row)][column])
        for start in range(0, len(extra), BATCH):
            self.model._default_manager.filter(pk__in=extra[start : start + BATCH]).delete()
        self.model._default_manager.bulk_update(changed, self._fields(), batch_size=BATCH)
        self.add(missing)
        return len(extra) + len(changed) + len(missing)

    def add(self, rows: Iterable[Columns]) -> None:
        """Insert rows that follow and do not stand."""
        columns = (*self.key, *self.values)
        self.model._default_manager.bulk_create(
            [self.model(**{name: row[name] for name in columns}) for row in rows], batch_size=BATCH
        )

    def _by_key(self, standing: QuerySet) -> dict[Key, Model]:
        return {self._key_of(row): row for row in standing}

    def _key_of(self, row: Model) -> Key:
        return tuple(getattr(row, name) for name in self.key)

    def _changed(self, row: Model, follows: Columns) -> list[str]:
        return [name for name in self.values if getattr(row, name) != follows[name]]

    def _fields(self) -> list[str]:
        """bulk_update knows foreign keys by their field's name."""
        meta = self.model._meta
        by_column = {field.attname: field.name for field in meta.concrete_fields}
        return [by_column.get(name, name) for name in self.values]
