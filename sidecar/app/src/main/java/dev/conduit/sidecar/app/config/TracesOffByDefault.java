// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.config;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/** Turns OpenTelemetry off unless the environment says where traces should go. */
public final class TracesOffByDefault implements ConfigSourceFactory {
  private static final int BELOW_ALL_OTHERS = 50;
  private static final List<String> ENDPOINTS =
      List.of(
          "otel.exporter.otlp.endpoint",
          "otel.exporter.otlp.traces.endpoint",
          "quarkus.otel.exporter.otlp.endpoint",
          "quarkus.otel.exporter.otlp.traces.endpoint");

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    boolean isOn = ENDPOINTS.stream().anyMatch(name -> isSet(context.getValue(name)));
    Map<String, String> value = Map.of("quarkus.otel.sdk.disabled", Boolean.toString(!isOn));
    return List.of(new PropertiesConfigSource(value, "traces-off-by-default", BELOW_ALL_OTHERS));
  }

  /** Quarkus has a default for the endpoint; it comes from a source that ranks below all others. */
  private static boolean isSet(@Nullable ConfigValue value) {
    return value != null
        && value.getSourceOrdinal() > BELOW_ALL_OTHERS
        && value.getValue() != null
        && !value.getValue().isBlank();
  }
}
