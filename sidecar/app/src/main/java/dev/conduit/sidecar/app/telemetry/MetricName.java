// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.telemetry;

import java.util.List;

/**
 * The catalogue of metrics. Names are public API. Those that begin with {@code gen_ai} are
 * OpenTelemetry's; durations are in seconds.
 */
public enum MetricName {
  REQUESTS(
      "conduit.requests",
      Kind.COUNTER,
      "Requests that ended, by tier, model and outcome",
      Label.TIER,
      Label.MODEL,
      Label.OUTCOME),
  REQUESTS_IN_FLIGHT(
      "conduit.requests.in.flight", Kind.GAUGE, "Requests that were let in and have not ended"),
  RETRIES(
      "conduit.retries",
      Kind.COUNTER,
      "Attempts that failed and were followed by another, by cause",
      Label.TIER,
      Label.MODEL,
      Label.CAUSE),
  DECISION_DURATION(
      "conduit.decision.duration",
      Kind.TIMER,
      "Time that the sidecar itself takes to route a request: signals, rules and classifier. Waiting"
          + " for a classifier of the policy's own is not in it"),
  OVERHEAD(
      "conduit.overhead", Kind.TIMER, "Time from a complete request to its departure to an engine"),
  TOKENS(
      "conduit.tokens",
      Kind.COUNTER,
      "Tokens that engines report, by type: input or output",
      Label.TIER,
      Label.MODEL,
      Label.TYPE),
  CACHED_TOKENS(
      "conduit.tokens.cached",
      Kind.COUNTER,
      "Input tokens, of those above, that engines had cached",
      Label.TIER,
      Label.MODEL),
  COST(
      "conduit.cost.usd",
      Kind.COUNTER,
      "Dollars that answers cost, by the prices of their targets",
      Label.TIER,
      Label.MODEL),
  ALL_HEAVY_COST(
      "conduit.cost.all.heavy.usd",
      Kind.COUNTER,
      "Dollars that the same tokens would have cost at the cheapest target of the heaviest tier",
      Label.TIER,
      Label.MODEL),
  SAVED(
      "conduit.saved.usd",
      Kind.GAUGE,
      "Dollars saved against all-heavy since the start, less what pairs cost; below 0 for a loss"),
  UNBILLED(
      "conduit.requests.unbilled",
      Kind.COUNTER,
      "Answers that cost nothing in these metrics, by cause: no_price or no_usage",
      Label.TIER,
      Label.MODEL,
      Label.CAUSE),
  CLASSIFICATIONS(
      "conduit.classifications",
      Kind.COUNTER,
      "Requests that the classifier judged, by the tier it chose and what that rests on: score,"
          + " length, or unfamiliar for the safe tier or for cues",
      Label.TIER,
      Label.BASIS),
  SCORE(
      "conduit.classifier.score",
      Kind.HISTOGRAM,
      "Scores that the classifier gave, rules' additions included"),
  THRESHOLD(
      "conduit.classifier.threshold",
      Kind.GAUGE,
      "From which score a request goes to the tier",
      Label.POLICY,
      Label.TIER),
  DRIFT(
      "conduit.classifier.drift",
      Kind.GAUGE,
      "How far the last 1,000 scores are from the training's: population stability index, below"
          + " 0.1 stable, above 0.25 another population; NaN before 200 scores"),
  ENDPOINT_READY(
      "conduit.endpoint.ready",
      Kind.GAUGE,
      "1 for an endpoint that gets requests, else 0",
      Label.TARGET,
      Label.ENDPOINT),
  ENDPOINT_IN_FLIGHT(
      "conduit.endpoint.in.flight",
      Kind.GAUGE,
      "Requests an endpoint has not finished",
      Label.TARGET,
      Label.ENDPOINT),
  SNAPSHOT_REJECTED("conduit.snapshot.rejected", Kind.COUNTER, "Snapshots that did not validate"),
  SNAPSHOT_ACCEPTED(
      "conduit.snapshot.accepted", Kind.COUNTER, "Snapshots that were taken into use"),
  SNAPSHOT_AGE(
      "conduit.snapshot.age",
      Kind.TIME_GAUGE,
      "Seconds since the current snapshot was known to be the latest: told so by the control plane,"
          + " else issued, else read"),
  SNAPSHOT_INFO(
      "conduit.snapshot.info",
      Kind.GAUGE,
      "The current snapshot's policy, revision and source",
      Label.POLICY,
      Label.REVISION,
      Label.SOURCE),
  DISCOVERY_CONNECTED(
      "conduit.discovery.connected",
      Kind.GAUGE,
      "1 while the control plane answers on the stream, else 0; there when a stream is wanted"),
  OUTCOMES(
      "conduit.learning.outcomes",
      Kind.COUNTER,
      "Outcomes by source, and whether the tier that answered was the right one",
      Label.SOURCE,
      Label.AGREES),
  OUTCOMES_KEPT(
      "conduit.learning.outcomes.kept",
      Kind.GAUGE,
      "Outcomes that a model is learned from; the first model is tried at 100",
      Label.POLICY),
  LESSONS(
      "conduit.learning.lessons",
      Kind.COUNTER,
      "Attempts to learn a model, by result: better, kept or too_early",
      Label.RESULT),
  CLASSIFIER_INFO(
      "conduit.classifier.info",
      Kind.GAUGE,
      "The model of complexity in use, by revision; shipped-... while nothing better was learned",
      Label.POLICY,
      Label.REVISION),
  CLASSIFIER_QUESTIONS(
      "conduit.classifier.questions",
      Kind.COUNTER,
      "Requests that the policy's own classifier decides, by result: tier or score; withheld, slow,"
          + " error, malformed or open where ours decides",
      Label.RESULT),
  CLASSIFIER_WAIT(
      "conduit.classifier.wait",
      Kind.TIMER,
      "Time that requests waited for that classifier, on top of the decision"),
  CASCADE_STEPS(
      "conduit.cascade.steps",
      Kind.COUNTER,
      "Answers that lighter tiers gave first, by result: verified, by what; escalated, for what; and"
          + " requests that skipped it, for what: budget, stream or unverifiable",
      Label.TIER,
      Label.RESULT,
      Label.CAUSE),
  CASCADE_WASTED(
      "conduit.cascade.wasted.usd",
      Kind.COUNTER,
      "Dollars, of those that answers cost, for answers that were escalated and thrown away",
      Label.TIER,
      Label.MODEL),
  CASCADE_SAVED(
      "conduit.cascade.saved.usd",
      Kind.COUNTER,
      "Dollars that verified answers cost less than the same tokens where the request would have"
          + " gone without the cascade",
      Label.TIER,
      Label.MODEL),
  PAIRS(
      "conduit.pairs",
      Kind.COUNTER,
      "Requests of the sample that both tiers are to answer, by result: judged, by which was better"
          + " (light, heavy or same); skipped, for what; dropped, for what"
          + " (see docs/routing.md)",
      Label.RESULT,
      Label.CAUSE),
  PAIR_TOKENS(
      "conduit.pairs.tokens",
      Kind.COUNTER,
      "Tokens of calls in the background for pairs, judges included, that engines report; not in"
          + " conduit_tokens_total",
      Label.TIER,
      Label.MODEL,
      Label.TYPE),
  PAIR_COST(
      "conduit.pairs.cost.usd",
      Kind.COUNTER,
      "Dollars for these tokens; not in conduit_cost_usd_total, but taken off what was saved",
      Label.TIER,
      Label.MODEL),
  OPERATION_DURATION(
      "gen_ai.client.operation.duration",
      Kind.TIMER,
      "Time from a complete request to the end",
      Label.OPERATION,
      Label.PROVIDER,
      Label.REQUEST_MODEL),
  FIRST_CHUNK(
      "gen_ai.client.operation.time_to_first_chunk",
      Kind.TIMER,
      "Time to the first byte of an answer",
      Label.OPERATION,
      Label.PROVIDER,
      Label.REQUEST_MODEL),
  PER_CHUNK(
      "gen_ai.client.operation.time_per_output_chunk",
      Kind.TIMER,
      "Time between chunks of a stream",
      Label.OPERATION,
      Label.PROVIDER,
      Label.REQUEST_MODEL),
  TOKEN_USAGE(
      "gen_ai.client.token.usage",
      Kind.HISTOGRAM,
      "Tokens of one request, by type",
      Label.OPERATION,
      Label.PROVIDER,
      Label.REQUEST_MODEL,
      Label.TOKEN_TYPE);

  /** What Prometheus is told it is, and what its name ends in there. */
  enum Kind {
    COUNTER("_total"),
    GAUGE(""),
    TIME_GAUGE("_seconds"),
    HISTOGRAM(""),
    /** A histogram of seconds. */
    TIMER("_seconds");

    private final String suffix;

    Kind(String suffix) {
      this.suffix = suffix;
    }
  }

  private final String id;
  private final Kind kind;
  private final String description;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable.
  private final List<Label> labels;

  MetricName(String id, Kind kind, String description, Label... labels) {
    this.id = id;
    this.kind = kind;
    this.description = description;
    this.labels = List.of(labels);
  }

  /** The name in Micrometer's form. */
  public String id() {
    return id;
  }

  /** The name that Prometheus has it under; of a histogram without {@code _bucket} and the like. */
  String exposed() {
    return id.replace('.', '_') + kind.suffix;
  }

  Kind kind() {
    return kind;
  }

  /** All that it has; their values come from closed sets. */
  List<Label> labels() {
    return labels;
  }

  /** For people. */
  public String description() {
    return description;
  }
}
