// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.gpu;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large the model is that nobody loads.
 *
 * @param parameters that a token passes through
 * @param weightsBytes over all GPUs
 * @param kvBytesPerToken over all GPUs
 */
public record ModelShape(double parameters, long weightsBytes, long kvBytesPerToken) {

  private static final Pattern SIZE = Pattern.compile("(?<![A-Z0-9.])(\\d+(?:\\.\\d+)?)([BM])\\b");
  private static final double DEFAULT_PARAMETERS = 8e9;

  /** KV bytes of one token in 16 bits for usual models up to a number of parameters. */
  private static final List<KvStep> KV_STEPS =
      List.of(
          new KvStep(1e9, 12_288),
          new KvStep(4e9, 114_688),
          new KvStep(9e9, 131_072),
          new KvStep(20e9, 196_608),
          new KvStep(40e9, 262_144),
          new KvStep(100e9, 327_680),
          new KvStep(Double.MAX_VALUE, 516_096));

  public ModelShape {
    if (parameters <= 0 || weightsBytes < 1 || kvBytesPerToken < 1) {
      throw new IllegalArgumentException(
          "a model has parameters, weights and KV bytes per token, were %s, %d and %d"
              .formatted(parameters, weightsBytes, kvBytesPerToken));
    }
  }

  /**
   * A usual model of the size that a name says ({@code Qwen2.5-72B-Instruct-AWQ}); 8 billion
   * parameters where it says none. Good enough to behave plausibly; who knows better passes the
   * bytes.
   */
  public static ModelShape guessedFrom(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    Matcher size = SIZE.matcher(upper);
    double parameters = DEFAULT_PARAMETERS;
    if (size.find()) {
      parameters = Double.parseDouble(size.group(1)) * (size.group(2).equals("B") ? 1e9 : 1e6);
    }
    double bytes = parameters * bytesPerParameter(upper);
    return new ModelShape(parameters, Math.max(1, Math.round(bytes)), kvBytes(parameters));
  }

  public ModelShape withWeightsBytes(long bytes) {
    return new ModelShape(parameters, bytes, kvBytesPerToken);
  }

  public ModelShape withKvBytesPerToken(long bytes) {
    return new ModelShape(parameters, weightsBytes, bytes);
  }

  private static double bytesPerParameter(String upperName) {
    if (upperName.matches(".*(AWQ|GPTQ|INT4|4BIT|NVFP4|MXFP4|W4A16).*")) {
      return 0.6;
    }
    return upperName.matches(".*(FP8|INT8|8BIT|W8A8).*") ? 1.05 : 2;
  }

  private static long kvBytes(double parameters) {
    return KV_STEPS.stream()
        .filter(step -> parameters <= step.upToParameters())
        .findFirst()
        .map(KvStep::bytes)
        .orElseThrow();
  }

  private record KvStep(double upToParameters, long bytes) {}
}
