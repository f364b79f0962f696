// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.telemetry;

/**
 * The catalogue of metrics. Names are public API. Those that begin with {@code gen_ai} are
 * OpenTelemetry's; durations are in seconds.
 */
public enum MetricName {
  REQUESTS("conduit.requests", "Requests that ended, by tier, model and outcome"),
  REQUESTS_IN_FLIGHT("conduit.requests.in.flight", "Requests that were let in and have not ended"),
  RETRIES("conduit.retries", "Attempts that failed and were followed by another, by cause"),
  DECISION_DURATION("conduit.decision.duration", "Time to route a request: rules and classifier"),
  OVERHEAD("conduit.overhead", "Time from a complete request to its departure to an engine"),
  TOKENS("conduit.tokens", "Tokens that engines report, by type"),
  ENDPOINT_READY("conduit.endpoint.ready", "1 for an endpoint that gets requests, else 0"),
  ENDPOINT_IN_FLIGHT("conduit.endpoint.in.flight", "Requests an endpoint has not finished"),
  SNAPSHOT_REJECTED("conduit.snapshot.rejected", "Snapshots that did not validate"),
  SNAPSHOT_ACCEPTED("conduit.snapshot.accepted", "Snapshots that were taken into use"),
  SNAPSHOT_AGE(
      "conduit.snapshot.age",
      "Seconds since the current snapshot was known to be the latest: told so by the control plane,"
          + " else issued, else read"),
  SNAPSHOT_INFO("conduit.snapshot.info", "The current snapshot's policy, revision and source"),
  DISCOVERY_CONNECTED(
      "conduit.discovery.connected", "1 while the control plane answers on the stream, else 0"),
  OUTCOMES(
      "conduit.learning.outcomes",
      "Outcomes by source, and whether the tier that answered was the right one"),
  LESSONS("conduit.learning.lessons", "Attempts to learn a model, by result"),
  CLASSIFIER_INFO("conduit.classifier.info", "The model of complexity in use, by revision"),
  OPERATION_DURATION("gen_ai.client.operation.duration", "Time from a complete request to the end"),
  FIRST_CHUNK("gen_ai.client.operation.time_to_first_chunk", "Time to the first byte of an answer"),
  PER_CHUNK("gen_ai.client.operation.time_per_output_chunk", "Time between chunks of a stream"),
  TOKEN_USAGE("gen_ai.client.token.usage", "Tokens of one request, by type");

  private final String id;
  private final String description;

  MetricName(String id, String description) {
    this.id = id;
    this.description = description;
  }

  /** The name in Micrometer's form. */
  public String id() {
    return id;
  }

  /** For people. */
  public String description() {
    return description;
  }
}
