// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.fit;

import dev.conduit.operator.core.estimate.EngineKind;
import dev.conduit.operator.core.estimate.Loaded;
import dev.conduit.operator.core.estimate.Storage;
import dev.conduit.operator.core.facts.Anatomy;
import dev.conduit.operator.core.facts.ConfigFields;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is known of a case's model: how many parameters, and how they are stored.
 *
 * @param known of the case
 * @param config of the model
 * @param anatomy what that says
 */
record KnownModel(ConfigFields known, Optional<ConfigFields> config, Optional<Anatomy> anatomy) {
  private static final long GIB = 1L << 30;
  private static final Pattern SIZE =
      Pattern.compile("(?<![A-Za-z0-9.])([0-9]+(?:\\.[0-9]+)?)[Bb](?![a-z])");

  Loaded loaded() {
    boolean sparse = anatomy.map(Anatomy::sparse).orElse(false);
    boolean gguf =
        EngineKind.named(known.text("", "engine")).equals(Optional.of(EngineKind.LLAMACPP));
    Storage storage =
        gguf
            ? Storage.ofGguf(known.text("", "quant") + " " + known.text("", "model"))
            : storage(sparse);
    Optional<Double> counted = known.decimal("params_b");
    boolean multimodal = anatomy.map(Anatomy::multimodal).orElse(false);
    if (counted.isEmpty()) {
      counted = config.flatMap(c -> declared(c, multimodal));
    }
    if (counted.isPresent()) {
      return new Loaded(anatomy, Math.round(counted.get() * 1e9), true, storage);
    }
    Matcher named = SIZE.matcher(known.text("", "model"));
    long size = named.find() ? Math.round(Double.parseDouble(named.group(1)) * 1e9) : 0;
    return new Loaded(anatomy, size, false, storage);
  }

  /** Counts that stand beside a configuration: of its files, or of a GGUF copy of it. */
  private static Optional<Double> declared(ConfigFields config, boolean multimodal) {
    Optional<Double> files = config.decimal("repo_safetensors_gib_kaito");
    String architecture = config.architecture();
    // Not of files that are quantised, which some lists do not say, nor doubled by a second copy.
    boolean wide =
        config.object("quantization_config").isEmpty()
            && !architecture.startsWith("Mistral3")
            && !architecture.startsWith("MiniMax")
            && !architecture.startsWith("DeepseekV4")
            && !architecture.startsWith("GlmMoeDsa");
    if (files.isPresent() && wide) {
      return Optional.of(files.get() * GIB / 2 / 1e9);
    }
    Optional<Long> counted = config.number("parameters");
    if (counted.isPresent()) {
      return counted.map(parameters -> parameters / 1e9);
    }
    return multimodal
        ? Optional.empty()
        : config
            .decimal("params_b_computed_from_config")
            .or(() -> config.decimal("total_params_b_gguf_log"));
  }

  private Storage storage(boolean sparse) {
    String given = known.text("", "quant");
    Storage said = Storage.of(given, sparse);
    boolean vague = given.equals("compressed-tensors") || given.equals("modelopt");
    if (!given.isEmpty() && !vague && !said.isPlain()) {
      return said;
    }
    Storage named = Storage.of(known.text("", "model"), sparse);
    if (!named.isPlain()) {
      return named;
    }
    return given.isEmpty()
        ? Storage.of(anatomy.map(Anatomy::quantization).orElse(""), sparse)
        : said;
  }
}
