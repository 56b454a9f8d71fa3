"""The planner's answer as rows of JSON: what a decision stores and what a dispatcher may argue with."""

from typing import Any

from dispatch.proposal import Decision as Proposal


def candidate_rows(proposal: Proposal) -> list[dict[str, Any]]:
    return [
        {
            "rank": candidate.rank,
            "crew_id": candidate.crew_id,
            "crew_name": candidate.crew_name,
            "eta_minutes": round(candidate.eta_minutes, 1),
            "distance_km": round(candidate.distance_km, 2),
            "score": round(candidate.score, 2),
            "score_parts": {name: round(value, 2) for name, value in candidate.score_parts.items()},
            "reasons": list(candidate.reasons),
            "eligible": True,
        }
        for candidate in proposal.candidates
    ]


def rejected_rows(proposal: Proposal) -> list[dict[str, Any]]:
    return [
        {
            "crew_id": rejection.crew_id,
            "crew_name": rejection.crew_name,
            "distance_km": round(rejection.distance_km, 2),
            "why": list(rejection.why),
        }
        for rejection in proposal.rejected
    ]
