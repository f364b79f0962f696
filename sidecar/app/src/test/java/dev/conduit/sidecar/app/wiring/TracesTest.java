// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.sidecar.app.telemetry.Traces;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.vertx.core.Vertx;
import java.net.http.HttpRequest;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TracesTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private final Vertx vertx = Vertx.vertx();
  private final FakeEngine engine = FakeEngine.good(vertx);
  private final Collected spans = new Collected();
  private final RunningSidecar sidecar = new RunningSidecar(vertx, Traces.to(sdk()));

  @AfterEach
  void close() {
    Await.done(vertx.close());
  }

  private OpenTelemetrySdk sdk() {
    return OpenTelemetrySdk.builder()
        .setTracerProvider(
            SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build())
        .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
        .build();
  }

  @Test
  void chat_traced_isASpanBetweenCallerAndEngine() {
    sidecar.with(Snapshots.light(engine.port()).build());
    HttpRequest request =
        sidecar
            .to(RunningSidecar.CHAT)
            .header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
            .POST(HttpRequest.BodyPublishers.ofString(RunningSidecar.body("auto", false)))
            .build();
    assertThat(sidecar.send(request).statusCode()).isEqualTo(200);
    Await.until(() -> assertThat(spans.all).hasSize(1));
    SpanData span = spans.all.getFirst();
    assertThat(span.getName()).isEqualTo("chat light-model");
    assertThat(span.getTraceId()).isEqualTo(TRACE);
    assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
    assertThat(engine.seen.getFirst().headers().get("traceparent"))
        .isEqualTo("00-" + TRACE + "-" + span.getSpanId() + "-01");
    assertThat(span.getAttributes().asMap())
        .containsEntry(AttributeKey.stringKey("gen_ai.operation.name"), "chat")
        .containsEntry(AttributeKey.stringKey("gen_ai.request.model"), "light-model")
        .containsEntry(AttributeKey.stringKey("conduit.tier"), "light")
        .containsEntry(AttributeKey.longKey("gen_ai.usage.input_tokens"), 11L)
        .containsEntry(AttributeKey.longKey("gen_ai.usage.output_tokens"), 7L);
  }

  @Test
  void chat_failed_saysWhy() throws Exception {
    sidecar.with(Snapshots.light(RetryTest.freePort()).build());
    sidecar.chat("auto");
    Await.until(() -> assertThat(spans.all).hasSize(1));
    assertThat(spans.all.getFirst().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(spans.all.getFirst().getAttributes().get(AttributeKey.stringKey("error.type")))
        .isEqualTo("upstream_unreachable");
  }

  private static final class Collected implements SpanExporter {
    private final List<SpanData> all = new CopyOnWriteArrayList<>();

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      all.addAll(spans);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
