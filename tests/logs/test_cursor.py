"""The cursor against every way in which transactions can overlap: each row once."""

from __future__ import annotations

from uuid import UUID

from hypothesis import example, given, settings
from hypothesis import strategies as st

from doughy_cli.logs.following.cursor import Cursor, Snapshot

SERVERS = ("primary", "standby", "promoted")


class World:
    """Transactions that begin, write and commit in any order, and a follower among them."""

    def __init__(self, server: str) -> None:
        self.server, self.next, self.row = server, 10, 0
        self.running: dict[int, list[UUID]] = {}
        self.committed: dict[int, list[UUID]] = {}
        self.delivered: list[UUID] = []
        self.before = set[UUID]()
        self.cursor = self._start()

    def snapshot(self) -> Snapshot:
        xmin = min(self.running, default=self.next)
        running = frozenset(self.running) if self.server != "standby" else frozenset[int]()
        return Snapshot(xmin, self.next, running)

    def _start(self) -> Cursor:
        snapshot = self.snapshot()
        self.before = {row for rows in self.committed.values() for row in rows}
        return Cursor.at(snapshot, frozenset(x for x in self.committed if x >= snapshot.xmin))

    def begin(self, rows: int) -> None:
        # Ids are in no order: this one runs through all of them.
        ids = [UUID(int=(self.row + each) * 7919 % 100_003) for each in range(rows)]
        self.row += rows
        self.running[self.next] = ids
        self.next += 1

    def commit(self, which: int) -> None:
        if self.running:
            xid = sorted(self.running)[which % len(self.running)]
            self.committed[xid] = self.running.pop(xid)

    def read(self, size: int) -> bool:
        cursor, snapshot = self.cursor, self.snapshot()
        found = sorted(
            (xid, row)
            for xid, rows in self.committed.items()
            for row in rows
            if (xid >= cursor.upto or xid in cursor.open)
            and xid not in cursor.ahead
            and not (xid in cursor.partial and row <= cursor.partial[xid])
        )[:size]
        full = len(found) == size
        self.delivered += [row for _, row in found]
        self.cursor = cursor.after(found, snapshot, full=full)
        return full


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("begin"), st.integers(0, 5)),
        st.tuples(st.just("commit"), st.integers(0, 9)),
        st.tuples(st.just("read"), st.integers(1, 4)),
        st.tuples(st.just("start"), st.just(0)),
        st.tuples(st.just("promote"), st.just(0)),
    ),
    max_size=40,
)


# What was shown in two parts, and was shown again.
@example("standby", [("begin", 0), ("begin", 0), ("begin", 1), ("commit", 2), ("read", 1)])
@settings(max_examples=200, deadline=None)
@given(st.sampled_from(SERVERS), STEPS)
def test_each_row_is_delivered_once(server: str, steps: list[tuple[str, int]]) -> None:
    world = World("standby" if server == "promoted" else server)
    for step, number in steps:
        match step:
            case "begin":
                world.begin(number)
            case "commit":
                world.commit(number)
            case "read":
                world.read(number)
            case "start" if not world.delivered:
                world.cursor = world._start()
            case "promote" if server == "promoted":
                world.server = "primary"
    while world.running:
        world.commit(0)
    while world.read(3):
        pass
    everything = {row for rows in world.committed.values() for row in rows}
    assert sorted(world.delivered) == sorted(everything - world.before)
    if world.server == "primary":
        assert world.cursor == Cursor(world.next)


def test_a_snapshot_is_read_as_postgresql_writes_it() -> None:
    assert Snapshot.read("5:9:5,7") == Snapshot(5, 9, frozenset({5, 7}))
    assert Snapshot.read("9:9:").exact
    assert not Snapshot.read("5:9:").exact
