// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.estimate.Accelerator;
import dev.conduit.operator.core.estimate.EngineKind;
import dev.conduit.operator.core.estimate.EngineVersion;
import dev.conduit.operator.core.estimate.Setup;
import dev.conduit.operator.core.facts.Memory;
import dev.conduit.operator.core.fit.Ask;
import dev.conduit.operator.core.fit.Fit;
import dev.conduit.operator.core.fit.MemoryStyle;
import dev.conduit.operator.core.fit.Parallelism;
import dev.conduit.operator.core.knowledge.Knowledge;
import dev.conduit.operator.core.knowledge.ModelCatalogue;
import dev.conduit.operator.core.knowledge.ModelKnowledge;
import dev.conduit.operator.core.knowledge.ServedModel;
import dev.conduit.operator.core.observed.DeviceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class KnownSizesTest {
  private static final ServedModel MODEL = model();
  private static final Accelerator H100 = new Accelerator("H100-80GB", Bytes.ofGib(79.18));

  private final KnownSizes sizes = new KnownSizes();
  private final List<Parallelism> estimated = new ArrayList<>();

  @Test
  void of_whatWasAskedBefore_isNotEstimatedAgain() {
    Parallelism two = new Parallelism(2, 1);
    Parallelism four = new Parallelism(4, 1);

    List<Sizes.Offer> first = ask(key(MODEL, 4096), List.of(two));
    List<Sizes.Offer> both = ask(key(model(), 4096), List.of(two, four));

    assertThat(estimated).containsExactly(two, four);
    assertThat(both).extracting(Sizes.Offer::split).containsExactly(two, four);
    assertThat(both.getFirst()).isSameAs(first.getFirst());
  }

  @Test
  void of_anythingElse_isEstimated() {
    ServedModel larger =
        new ServedModel(MODEL.anatomy().doubled(), MODEL.storage(), MODEL.origin());
    List<Memory> fewer = MODEL.anatomy().layers().subList(1, MODEL.layers());
    ServedModel shallower =
        new ServedModel(
            MODEL.anatomy().with(MODEL.anatomy().parameters(), fewer, 32, 4096),
            MODEL.storage(),
            MODEL.origin());
    Accelerator smaller = new Accelerator("H100-80GB", Bytes.ofGib(79));

    List<KnownSizes.Key> keys =
        List.of(
            key(MODEL, 4096),
            key(MODEL, 8192),
            key(larger, 4096),
            key(shallower, 4096),
            new KnownSizes.Key(
                key(MODEL, 4096).ask(), MemoryStyle.POOL, true, DeviceKind.GPU, H100),
            new KnownSizes.Key(
                key(MODEL, 4096).ask(), MemoryStyle.OPAQUE, false, DeviceKind.GPU, H100),
            new KnownSizes.Key(
                key(MODEL, 4096).ask(), MemoryStyle.POOL, false, DeviceKind.GPU, smaller));
    keys.forEach(key -> ask(key, List.of(Parallelism.NONE)));

    assertThat(estimated).hasSize(keys.size());
  }

  @Test
  void of_moreThanIsKept_staysBounded() {
    for (int context = 1; context <= 10_000; context++) {
      ask(key(MODEL, context), List.of(Parallelism.NONE));

      assertThat(sizes.count()).isLessThanOrEqualTo(4096);
    }
    assertThat(estimated).hasSize(10_000);
  }

  @Test
  void of_asManyAsAreKept_areAllKnownTheNextTime() {
    for (int round = 0; round < 2; round++) {
      for (int context = 1; context <= 4096; context++) {
        ask(key(MODEL, context), List.of(Parallelism.NONE));
      }
    }

    assertThat(estimated).hasSize(4096);
  }

  private List<Sizes.Offer> ask(KnownSizes.Key key, List<Parallelism> splits) {
    return sizes.of(
        key,
        splits,
        split -> {
          estimated.add(split);
          return List.of(new Sizes.Offer(split, new Fit.TooLarge(Bytes.ZERO, Bytes.ZERO), 1));
        });
  }

  private static KnownSizes.Key key(ServedModel model, int context) {
    Ask ask =
        new Ask(
            model,
            EngineKind.VLLM,
            EngineVersion.parse("0.22.0"),
            context,
            true,
            16,
            "auto",
            OptionalLong.empty(),
            Setup.Tuning.DEFAULT);
    return new KnownSizes.Key(ask, MemoryStyle.POOL, false, DeviceKind.GPU, H100);
  }

  private static ServedModel model() {
    Knowledge known =
        new ModelKnowledge(ModelCatalogue.bundled())
            .of(
                "default",
                new Model(
                    "Qwen/Qwen3-8B",
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null));
    return ((Knowledge.Known) known).model();
  }
}
