// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.fit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.Bytes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The fit beside what real engines logged. The figures here may only get better. */
class MeasuredCasesTest {
  private static final List<MeasuredCase> CASES = MeasuredCase.all();

  /** So large that everything fits. */
  private static final Bytes HUGE = Bytes.ofGib(10_000);

  @Test
  void weights_unquantisedKnownModels_medianErrorIsSmall() {
    Map<String, Double> errors =
        weightErrors(measured -> !measured.quantised() && measured.isNvidia());

    assertThat(errors).as("cases with a known model: %s", errors).hasSizeGreaterThan(30);
    assertThat(quantile(errors, 0.5)).as("median of %s", errors).isLessThan(0.003);
    assertThat(quantile(errors, 0.9)).as("p90 of %s", errors).isLessThan(0.015);
  }

  @Test
  void weights_quantisedKnownModels_medianErrorIsSmall() {
    Map<String, Double> errors =
        weightErrors(measured -> measured.quantised() && measured.isNvidia());

    assertThat(quantile(errors, 0.5)).as("median of %s", errors).isLessThan(0.02);
  }

  @Test
  void margin_allKnownModelsOnNvidia_coversWhatWasMeasured() {
    assertThat(known(measured -> measured.isNvidia() && measured.weightsGib().isPresent()))
        .filteredOn(MeasuredCase::isVllmInScope)
        .allSatisfy(
            measured ->
                assertThat(measured.weights())
                    .as("%s %s", measured.id(), measured.model())
                    .isLessThanOrEqualTo(weightsWithMargin(measured)));
  }

  @Test
  void kvBytesPerToken_plainAttention_areThoseOfTheEngine() {
    List<MeasuredCase> cases =
        known(
            measured ->
                measured.isVllmInScope()
                    && measured.isNvidia()
                    && measured.isPlainAttention()
                    && measured.kvGib().isPresent()
                    && measured.kvTokens().isPresent());

    assertThat(cases).hasSizeGreaterThan(25);
    assertThat(cases)
        .allSatisfy(
            measured -> {
              double logged =
                  measured.kvGib().getAsDouble() * Bytes.GIB / measured.kvTokens().getAsDouble();
              long predicted = measured.fit(HUGE).kvBytesPerToken();
              // The log rounds GiB to two digits.
              double rounding = 0.005 / measured.kvGib().getAsDouble();
              assertThat(predicted / logged - 1)
                  .as("%s %s", measured.id(), measured.model())
                  .isBetween(-rounding - 1e-3, rounding + 1e-3);
            });
  }

  @Test
  void pool_refusedByTheEngine_isRefused() {
    List<MeasuredCase> refused = sized(measured -> !measured.fits() && measured.isPlainAttention());

    assertThat(refused).extracting(MeasuredCase::id).contains("pl-10", "lg-36");
    assertThat(refused)
        .allSatisfy(
            measured ->
                assertThat(fit(measured))
                    .as("%s %s", measured.id(), measured.model())
                    .isInstanceOf(Fit.TooLarge.class));
  }

  @Test
  void pool_acceptedByTheEngine_isRarelyRefused() {
    List<MeasuredCase> accepted = sized(MeasuredCase::fits);
    List<String> refused =
        accepted.stream()
            .filter(measured -> fit(measured) instanceof Fit.TooLarge)
            .map(MeasuredCase::id)
            .toList();

    // pl-06 fits with 0.5 GiB to spare, less than the stated uncertainty. lg-03 ran with small
    // capture sizes, which saves 7 GiB of activations. ix-22 to ix-26 ran with fewer sequences,
    // each
    // of which has a state, than the default that is asked for here.
    assertThat(accepted).hasSizeGreaterThan(15);
    assertThat(refused)
        .containsExactlyInAnyOrder("pl-06", "lg-03", "ix-22", "ix-23", "ix-24", "ix-25", "ix-26");
  }

  private static Bytes weightsWithMargin(MeasuredCase measured) {
    Breakdown split = onHugeDevice(measured);
    return split.weights().plus(split.margin());
  }

  private static Breakdown onHugeDevice(MeasuredCase measured) {
    return switch (measured.fit(HUGE).pool(1)) {
      case Fit.Fits(Breakdown split, _, _) -> split;
      case Fit.TooLarge large -> throw new AssertionError(large);
    };
  }

  private static Fit fit(MeasuredCase measured) {
    return measured
        .fit(Bytes.ofGib(measured.gpuTotalGib().orElseThrow()))
        .pool(measured.utilisation().orElseThrow());
  }

  private static List<MeasuredCase> sized(Predicate<MeasuredCase> which) {
    return known(
        which.and(
            measured ->
                measured.isVllmInScope()
                    && measured.gpuTotalGib().isPresent()
                    && measured.utilisation().isPresent()
                    && measured.maxModelLen() > 0));
  }

  private static List<MeasuredCase> known(Predicate<MeasuredCase> which) {
    return CASES.stream().filter(which).filter(c -> c.served().isPresent()).toList();
  }

  private static Map<String, Double> weightErrors(Predicate<MeasuredCase> which) {
    Map<String, Double> errors = new TreeMap<>();
    for (MeasuredCase measured : known(which)) {
      if (measured.isVllmInScope() && measured.weightsGib().isPresent()) {
        double predicted = onHugeDevice(measured).weights().value();
        double error = Math.abs(predicted / measured.weights().value() - 1);
        errors.put(measured.id(), Math.round(error * 1e4) / 1e4);
      }
    }
    return errors;
  }

  private static double quantile(Map<String, Double> errors, double share) {
    List<Double> sorted = errors.values().stream().sorted().toList();
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }
}
