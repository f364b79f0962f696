// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.fit;

import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.estimate.Accelerator;
import dev.conduit.operator.core.estimate.EngineKind;
import dev.conduit.operator.core.estimate.EngineVersion;
import dev.conduit.operator.core.estimate.Setup;
import dev.conduit.operator.core.knowledge.Knowledge;
import dev.conduit.operator.core.knowledge.ModelCatalogue;
import dev.conduit.operator.core.knowledge.ModelKnowledge;
import dev.conduit.operator.core.knowledge.ServedModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/** One load of a real engine, as its log prints it. Source: {@code cases.tsv}, a log each. */
record MeasuredCase(
    String id,
    String model,
    String quantisation,
    String engine,
    String version,
    String gpu,
    OptionalDouble gpuTotalGib,
    Parallelism split,
    int maxModelLen,
    OptionalDouble utilisation,
    String kvType,
    OptionalDouble weightsGib,
    OptionalDouble kvGib,
    OptionalDouble kvTokens,
    boolean fits,
    Set<String> tags) {

  private static final ModelKnowledge KNOWLEDGE = new ModelKnowledge(ModelCatalogue.bundled());

  static List<MeasuredCase> all() {
    try (InputStream in = MeasuredCase.class.getResourceAsStream("cases.tsv")) {
      List<MeasuredCase> cases = new ArrayList<>();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .forEach(row -> cases.add(of(row)));
      return List.copyOf(cases);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read cases.tsv", e);
    }
  }

  private static MeasuredCase of(String[] row) {
    return new MeasuredCase(
        row[0],
        row[1],
        row[2],
        row[3],
        row[4],
        row[5],
        number(row[6]),
        new Parallelism(Integer.parseInt(row[7]), Integer.parseInt(row[8])),
        (int) number(row[9]).orElse(0),
        number(row[10]),
        row[11].startsWith("fp8") ? "fp8" : "auto",
        number(row[12]),
        number(row[13]),
        number(row[14]),
        row[15].equals("True"),
        Set.of(row[16].split(" ")));
  }

  private static OptionalDouble number(String text) {
    return text.equals("-") ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
  }

  /** What is known of the model, if the case's name is an id that the catalogue has. */
  Optional<ServedModel> served() {
    boolean isId = model.matches("[A-Za-z0-9._-]+/[A-Za-z0-9._-]+");
    return isId
            && KNOWLEDGE.of("default", asked()) instanceof Knowledge.Known(ServedModel known)
            && known.origin() instanceof ServedModel.Origin.Configured
        ? Optional.of(known)
        : Optional.empty();
  }

  private Model asked() {
    String loaded = quantised() ? quantisation : null;
    return new Model(
        model, null, null, null, null, null, loaded, null, null, null, null, null, null);
  }

  boolean quantised() {
    return !quantisation.equals("-");
  }

  /** ROCm builds pad weights, by 1 to 36 % from build to build. */
  boolean isNvidia() {
    return !gpu.contains("AMD");
  }

  /** The fit is for vLLM from 0.8 on; MLA of older ones kept weights twice. */
  boolean isVllmInScope() {
    return engine.equals("vllm") && !version.matches("0\\.[0-7]\\..*");
  }

  /** All layers keep all tokens at one width. */
  boolean isPlainAttention() {
    return !tags.contains("hybrid") && !tags.contains("swa");
  }

  /** As the planner asks, but for the batch, which a case leaves at the engine's default. */
  MemoryFit fit(Bytes total) {
    Ask ask =
        new Ask(
            served().orElseThrow(),
            EngineKind.VLLM,
            EngineVersion.parse(version),
            Math.max(16, maxModelLen),
            true,
            1,
            kvType,
            OptionalLong.empty(),
            Setup.Tuning.DEFAULT);
    return new MemoryFit(ask, split, new Accelerator(gpu, total));
  }

  Bytes weights() {
    return Bytes.ofGib(weightsGib.orElseThrow());
  }
}
