// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.telemetry;

import dev.conduit.contract.Target;
import dev.conduit.sidecar.core.exchange.Api;
import dev.conduit.sidecar.core.exchange.RequestFacts;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/**
 * One span for each request, by OpenTelemetry's GenAI conventions, without prompts. Where no
 * exporter is set up there are no spans at all, and a caller's {@code traceparent} goes to the
 * engine as it came.
 */
public final class Traces {
  private static final AttributeKey<String> OPERATION =
      AttributeKey.stringKey("gen_ai.operation.name");
  private static final AttributeKey<String> PROVIDER =
      AttributeKey.stringKey("gen_ai.provider.name");
  private static final AttributeKey<String> REQUEST_MODEL =
      AttributeKey.stringKey("gen_ai.request.model");
  private static final AttributeKey<Long> MAX_TOKENS =
      AttributeKey.longKey("gen_ai.request.max_tokens");
  private static final AttributeKey<Boolean> STREAM =
      AttributeKey.booleanKey("gen_ai.request.stream");
  private static final AttributeKey<Long> INPUT = AttributeKey.longKey("gen_ai.usage.input_tokens");
  private static final AttributeKey<Long> OUTPUT =
      AttributeKey.longKey("gen_ai.usage.output_tokens");
  private static final AttributeKey<Long> CACHED =
      AttributeKey.longKey("gen_ai.usage.cache_read.input_tokens");
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
  private static final AttributeKey<String> TIER = AttributeKey.stringKey("conduit.tier");
  private static final AttributeKey<String> REASON = AttributeKey.stringKey("conduit.reason");

  private final boolean isOn;
  private final Tracer tracer;
  private final TextMapPropagator propagator;

  private Traces(boolean isOn, OpenTelemetry telemetry) {
    this.isOn = isOn;
    this.tracer = telemetry.getTracer("conduit-sidecar");
    this.propagator = telemetry.getPropagators().getTextMapPropagator();
  }

  /** No spans. */
  public static Traces off() {
    return new Traces(false, OpenTelemetry.noop());
  }

  /** Spans go to this. */
  public static Traces to(OpenTelemetry telemetry) {
    return new Traces(true, telemetry);
  }

  /** The span of a request, begun; an invalid one that does nothing where traces are off. */
  public Span begin(Api api, RequestFacts facts, MultiMap headers) {
    if (!isOn) {
      return Span.getInvalid();
    }
    Context parent = propagator.extract(Context.root(), headers, Getter.INSTANCE);
    Span span =
        tracer
            .spanBuilder(api.operation())
            .setParent(parent)
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute(OPERATION, api.operation())
            .setAttribute(PROVIDER, "openai")
            .setAttribute(STREAM, facts.isStream())
            .startSpan();
    if (facts.maxTokens().value() > 0) {
      span.setAttribute(MAX_TOKENS, facts.maxTokens().value());
    }
    return span;
  }

  /** The request leaves for a target: its engine sees the span as its parent. */
  public void departs(Span span, Api api, Target target, String reason, MultiMap headers) {
    if (span.isRecording()) {
      span.updateName(api.operation() + " " + target.model());
      span.setAttribute(REQUEST_MODEL, target.model());
      span.setAttribute(TIER, target.tier().name());
      span.setAttribute(REASON, reason);
      propagator.inject(Context.root().with(span), headers, Traces::set);
    }
  }

  /** The request ended. */
  public void end(Span span, Ending ending) {
    if (!span.isRecording()) {
      return;
    }
    ending
        .usage()
        .ifPresent(
            used ->
                span.setAttribute(INPUT, used.inputTokens())
                    .setAttribute(OUTPUT, used.outputTokens())
                    .setAttribute(CACHED, used.cachedTokens()));
    if (!ending.isGood()) {
      span.setAttribute(ERROR, ending.outcome()).setStatus(StatusCode.ERROR);
    }
    span.end();
  }

  private static void set(@Nullable MultiMap headers, String key, String value) {
    if (headers != null) {
      headers.set(key, value);
    }
  }

  private enum Getter implements TextMapGetter<MultiMap> {
    INSTANCE;

    @Override
    public Iterable<String> keys(MultiMap headers) {
      return headers.names();
    }

    @Override
    public @Nullable String get(@Nullable MultiMap headers, String key) {
      return headers == null ? null : headers.get(key);
    }
  }
}
