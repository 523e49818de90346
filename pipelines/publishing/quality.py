"""Grades: how far the numbers of a report, and of each of its tables, can be trusted, and why.

A  every printed cell has a value and every identity holds
B  cells are blank or marked, a table is missing, or a check cannot be evaluated
C  the publisher's numbers contradict each other
D  cells could not be read reliably, or so many sums fail that they were perhaps read in another order
"""

from __future__ import annotations

from collections.abc import Iterator

from parsers.forms import load
from pipelines import schema
from pipelines.publishing.across import FIRST_POSITION

REPORTS = """
update reports set grade = case
    when doubtful > 0
         or exists (select 1 from findings where report_id = reports.id
                    and verdict = 'fail' and level = 'error' and fault = 'parser') then 'D'
    when exists (select 1 from findings where report_id = reports.id
                 and verdict = 'fail' and level = 'error' and fault = 'publisher') then 'C'
    when unvalued > 0 or reported = 0
         or exists (select 1 from findings where report_id = reports.id and verdict = 'not_evaluable'
                    and (if_blank_zero is not null or check_id = 'table_absent')) then 'B'
    else 'A' end"""

# The failures of a table are those whose first cell stands in it.
TABLE = """
insert into table_quality
select counted.report_id, '{table}', json_extract(reports.forms, '$.{table}'), counted.reported,
       coalesce(noted.blank, 0), coalesce(noted.mark, 0), coalesce(noted.lost, 0), coalesce(noted.unreadable, 0),
       coalesce(failures.failed, 0),
       case when noted.lost + noted.unreadable > 0 or failures.misread > 0 then 'D' when failures.failed > 0 then 'C'
            when noted.blank + noted.mark > 0 then 'B' else 'A' end
from (select report_id, sum({present}) as reported from [{table}] group by report_id) as counted
join reports on reports.id = counted.report_id
left join (
    select report_id, sum(state = 'blank') as blank, sum(state = 'mark') as mark, sum(state = 'lost') as lost,
           sum(state = 'unreadable') as unreadable
    from cell_notes where table_id = '{table}' group by report_id
) as noted on noted.report_id = counted.report_id
left join (
    select report_id, sum(fault = 'publisher') as failed, sum(fault = 'parser') as misread from findings
    where verdict = 'fail' and level = 'error' and json_extract(cells, '$[0][0]') = '{table}'
    group by report_id
) as failures on failures.report_id = counted.report_id"""


# A finding that passes counts all places where its sum holds, one that fails is one place.
SUMS = """
update reports set (sums_held, sums_judged) = (
    select coalesce(sum(held), 0), coalesce(sum(held), 0) + coalesce(sum(failed), 0) from (
        select case verdict when 'pass' then json_array_length(cells) / case check_id {parts} end end as held,
               verdict = 'fail' as failed
        from findings where report_id = reports.id and position < {own} and check_id in ({sums})))"""


def statements() -> Iterator[str]:
    """The statements that grade a build, to be run when all findings are in."""
    yield REPORTS
    yield _sums()
    for table in schema.statutory().values():
        assert table.wide
        present = " + ".join(f"([{line.id}] is not null)" for line in table.wide.fields)
        yield TABLE.format(table=table.name, present=present)


def _sums() -> str:
    """How many cells one place of each sum has in the findings that pass."""
    parts = {identity.id: len(identity.equals) for form in load().values() for identity in form.identities}
    whens = " ".join(f"when '{id_}' then {cells}" for id_, cells in parts.items())
    return SUMS.format(parts=whens, own=FIRST_POSITION, sums=", ".join(f"'{id_}'" for id_ in parts))
