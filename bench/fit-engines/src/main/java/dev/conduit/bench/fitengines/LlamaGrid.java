// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.fitengines;

import dev.conduit.checkpoint.Folder;
import dev.conduit.checkpoint.WeightFiles;
import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.estimate.Accelerator;
import dev.conduit.operator.core.estimate.EngineKind;
import dev.conduit.operator.core.estimate.EngineVersion;
import dev.conduit.operator.core.estimate.Estimate;
import dev.conduit.operator.core.estimate.Estimator;
import dev.conduit.operator.core.estimate.Loaded;
import dev.conduit.operator.core.estimate.Setup;
import dev.conduit.operator.core.estimate.Storage;
import dev.conduit.operator.core.facts.Anatomy;
import dev.conduit.operator.core.facts.AnatomyReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Weights, KV cache and compute buffers beside what llama.cpp logs, over a grid of loads. */
final class LlamaGrid {
  private static final String WEIGHTS = "llama.cpp weights";
  private static final String KV = "llama.cpp KV";
  private static final String COMPUTE = "llama.cpp compute";

  /** The log has hundredths of a MiB. */
  private static final double PRINTED = (1 << 20) / 100.0;

  private final Sheet sheet;
  private final Path work;

  LlamaGrid(Sheet sheet, Path work) {
    this.sheet = sheet;
    this.work = work;
    sheet.bound(WEIGHTS, 0.005);
    sheet.bound(KV, 0);
    sheet.bound(COMPUTE, 0.10);
  }

  void run() throws IOException, InterruptedException {
    for (LlamaModel model : LlamaModel.ALL) {
      Path file = model.write(work);
      long bytes = WeightFiles.read(new Folder(work), model.name() + ".gguf").bytes();
      for (LlamaProbe.Load load : loads()) {
        row(model, bytes, load, LlamaProbe.allocate(file, load));
      }
    }
  }

  private static List<LlamaProbe.Load> loads() {
    List<LlamaProbe.Load> loads = new ArrayList<>();
    for (String type : List.of("f16", "q8_0", "q4_0")) {
      boolean narrow = !type.equals("f16");
      loads.add(new LlamaProbe.Load(1024, 1, type, 512, narrow));
      loads.add(new LlamaProbe.Load(5000, 2, type, 512, narrow));
      loads.add(new LlamaProbe.Load(8192, 4, type, 256, narrow));
      loads.add(new LlamaProbe.Load(16384, 8, type, 128, narrow));
    }
    return loads;
  }

  private void row(
      LlamaModel model, long fileBytes, LlamaProbe.Load load, LlamaProbe.Allocated allocated) {
    Estimate estimate = Estimator.estimate(loaded(model), setup(load, fileBytes));
    String what = model.name() + " " + load;
    sheet.row(what, WEIGHTS, (double) estimate.weights().orElse(0), allocated.weights());
    sheet.row(what, KV, printed((double) estimate.kv().orElse(0)), printed(allocated.kv()));
    sheet.row(what, COMPUTE, part(estimate, "activation"), allocated.compute());
  }

  private static double printed(double bytes) {
    return Math.rint(bytes / PRINTED) * PRINTED;
  }

  private static double part(Estimate estimate, String name) {
    return estimate.parts().stream()
        .filter(part -> part.name().equals(name))
        .mapToDouble(part -> (double) part.bytes())
        .sum();
  }

  private static Loaded loaded(LlamaModel model) {
    return switch (AnatomyReader.read(model.config())) {
      case Anatomy.Reading.Known(Anatomy anatomy) ->
          new Loaded(Optional.of(anatomy), 0, false, Storage.of("", anatomy.sparse()));
      case Anatomy.Reading.Unknown(var problem) ->
          throw new IllegalStateException(problem.toString());
    };
  }

  private static Setup setup(LlamaProbe.Load load, long fileBytes) {
    return new Setup(
        EngineKind.LLAMACPP,
        EngineVersion.parse(""),
        new Accelerator("CPU", Bytes.ZERO),
        1,
        1,
        OptionalLong.of(load.context()),
        OptionalDouble.empty(),
        load.type(),
        OptionalLong.empty(),
        new Setup.Tuning(
            OptionalLong.of(load.slots()),
            OptionalLong.of(load.step()),
            true,
            0,
            0,
            0,
            OptionalLong.of(fileBytes)));
  }
}
