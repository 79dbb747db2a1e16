"""Right citations, one of each kind: shown beside what could not be read."""


def example(text: str) -> str:
    """A right citation of the same kind."""
    examples = {
        "share": "{{ share:returns.departures[country=CIV]@2024|1 }}",
        "chg": "{{ chg:returns.departures@2024~2023|pct|dir }}",
        "diff": "{{ diff:returns.departures@2024~2023 }}",
        "rank": "{{ rank:returns.departures@2024 by country top 4 }}",
        "claim": '{{ claim: share(returns.departures[country in CIV,GIN])@2024 > 50 % | "plus de la moitié" }}',
        "ext": "{{ ext:moi.attempts_prevented@2024 }}",
        "n": "{{ n:18 age }}",
        "table": "{{ table:returns.departures by country top 10 @2024 | Retours par pays }}",
        "chart": "{{ chart:returns.departures by country top 10 @2024 | Retours par pays }}",
        "trend": "{{ trend:returns.departures by month @2024 | Retours par mois }}",
        "map": "{{ map:assistance.people_assisted by region @2024 | Personnes aidées par région }}",
    }
    return examples.get(text.partition(":")[0].strip(), "{{ fig:returns.departures@2024 }}")
