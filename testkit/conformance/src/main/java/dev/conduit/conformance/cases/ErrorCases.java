// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance.cases;

import static dev.conduit.conformance.cases.Bodies.CHAT;

import dev.conduit.conformance.check.Check;
import dev.conduit.conformance.check.Exact;
import dev.conduit.conformance.check.Exchange;
import dev.conduit.conformance.check.Framing;
import dev.conduit.conformance.check.OpenAiError;
import dev.conduit.conformance.check.Subject;
import dev.conduit.conformance.wire.Ask;
import java.util.List;
import java.util.function.Function;

/** What a wrong request gets: status, type, param, code and message, all of them exact. */
final class ErrorCases {
  /** A sidecar says it in OpenAI's own shape, before any engine is asked. */
  private static final Check OWN = new Framing().and(new OpenAiError());

  private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]";

  /** As far above the context as the recorded request was. */
  private static final int BEYOND = 5000 - 1024;

  private ErrorCases() {}

  static List<Case> all() {
    return List.of(
        Case.of("err-json", ErrorCases::brokenJson, exact(ErrorCases::whereItBreaks))
            .answeredBySidecar(OWN),
        Case.of(
                "err-missing",
                subject -> Ask.post(CHAT, model(subject) + "}"),
                exact(ErrorCases::recorded))
            .answeredBySidecar(OWN),
        Case.of(
            "err-type",
            Bodies.post(CHAT, MESSAGES + ",\"temperature\":\"hot\""),
            exact(ErrorCases::recorded)),
        Case.of(
            "err-too-long",
            subject ->
                Bodies.chat("\"max_tokens\":" + (subject.maxModelLen() + BEYOND)).apply(subject),
            exact(ErrorCases::lengths)),
        Case.of(
                "err-model",
                _ -> Ask.post(CHAT, "{\"model\":\"nope\"," + MESSAGES + "}"),
                exact(
                    exchange ->
                        recorded(exchange)
                            .replace(": tiny.", ": " + exchange.subject().model() + ".")))
            .answeredBySidecar(OWN),
        Case.of("err-method", Bodies.get(CHAT), exact(ErrorCases::recorded)).answeredBySidecar(OWN),
        Case.of(
            "err-embeddings",
            Bodies.post("/v1/embeddings", "\"input\":\"x\""),
            exact(ErrorCases::recorded)));
  }

  private static Check exact(Function<Exchange, String> expected) {
    return new Framing().and(new Exact(expected));
  }

  private static String model(Subject subject) {
    return "{\"model\":\"" + subject.model() + "\"";
  }

  private static Ask brokenJson(Subject subject) {
    return Ask.post(CHAT, model(subject) + ",");
  }

  /** The decoder complains at the end of the body, at 16 in the recorded one. */
  private static String whereItBreaks(Exchange exchange) {
    int end = exchange.ask().body().length();
    return recorded(exchange).replace("body.16", "body." + end);
  }

  private static String lengths(Exchange exchange) {
    int context = exchange.subject().maxModelLen();
    return recorded(exchange)
        .replace("5000", Integer.toString(context + BEYOND))
        .replace("1024", Integer.toString(context));
  }

  private static String recorded(Exchange exchange) {
    return exchange.recorded().body();
  }
}
