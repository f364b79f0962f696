// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance.cases;

import dev.conduit.conformance.check.Check;
import dev.conduit.conformance.check.Exact;
import dev.conduit.conformance.check.Exchange;
import dev.conduit.conformance.check.Framing;
import dev.conduit.conformance.check.JsonShape;
import dev.conduit.conformance.check.Require;
import java.util.List;
import java.util.Set;

/** Health, models, tokens and the endpoints that only an engine has. */
final class InfoCases {
  private static final String ENGINE = "an endpoint of engines, which a sidecar does not offer";

  private InfoCases() {}

  static List<Case> all() {
    Check shape = new Framing().and(JsonShape.strict());
    return List.of(
        Case.of("health", Bodies.get("/health"), new Framing()).directOnly(ENGINE),
        Case.of("ping", Bodies.get("/ping"), new Framing()).directOnly(ENGINE),
        Case.of("version", Bodies.get("/version"), shape).directOnly(ENGINE),
        Case.of("load", Bodies.get("/load"), shape).directOnly(ENGINE),
        Case.of("is_sleeping", Bodies.get("/is_sleeping"), new Framing().and(Exact.asRecorded()))
            .directOnly(ENGINE),
        Case.of(
                "models",
                Bodies.get("/v1/models"),
                new Framing()
                    .and(new JsonShape(Set.of("data[].root")))
                    .and(Require.oneOf("/object", "list"))
                    .and(Require.oneOf("/data/0/object", "model")))
            .answeredBySidecar(InfoCases::listsModel),
        Case.of(
                "tokenize",
                Bodies.post("/tokenize", "\"prompt\":\"The engine of a sidecar\""),
                shape.and(Require.between("/count", 1, 23)))
            .directOnly(ENGINE),
        Case.of(
                "messages-anthropic",
                Bodies.post(
                    "/v1/messages",
                    "\"max_tokens\":4,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]"),
                shape.and(Require.oneOf("/type", "message")))
            .directOnly("a sidecar offers OpenAI's API"),
        Case.of(
                "responses",
                Bodies.post("/v1/responses", "\"input\":\"x\",\"max_output_tokens\":4"),
                shape.and(Require.oneOf("/object", "response")))
            .directOnly("a sidecar does not offer the Responses API"));
  }

  /** A sidecar lists tiers and the models of all engines, the served one among them. */
  private static List<String> listsModel(Exchange exchange) {
    String model = exchange.subject().model();
    boolean listed =
        exchange
            .answer()
            .json()
            .path("data")
            .valueStream()
            .anyMatch(one -> one.path("id").asText().equals(model));
    return new Framing()
        .and(Require.oneOf("/object", "list"))
        .and(_ -> listed ? List.of() : List.of("data: model " + model + " is not listed"))
        .differences(exchange);
  }
}
