// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.fit;

import dev.conduit.operator.core.estimate.Setup.Tuning;
import dev.conduit.operator.core.facts.ConfigFields;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Flags of the start: fields of their own, or else named in the case's notes. Of the notes only
 * these few arguments are read, each by its name as the command line has it; figures that an engine
 * printed are not.
 */
final class NotedFlags {
  private static final Pattern SEQUENCES = Pattern.compile("max[-_]num[-_]seqs[ =:]+(\\d+)");
  private static final Pattern BATCHED =
      Pattern.compile("max[-_]num[-_]batched[-_]tokens[ =:]+(\\d+)");
  private static final Pattern DRAFT =
      Pattern.compile("MTP speculative \\((\\d+) tokens?\\)|num_speculative_tokens[ =:]+(\\d+)");
  private static final Pattern FILE = Pattern.compile("file ([0-9.]+) GiB");
  private static final Pattern LORA = Pattern.compile("LoRA enabled|LoRA run|enable_lora");

  /** Rank that adapters have where none is given; vLLM's and Unsloth's default is 16 to 64. */
  private static final int USUAL_RANK = 32;

  private final ConfigFields known;
  private final String notes;

  NotedFlags(ConfigFields known, boolean readNotes) {
    this.known = known;
    this.notes = readNotes ? known.text("", "notes") : "";
  }

  Tuning tuning() {
    boolean lora = LORA.matcher(notes).find();
    int rank = (int) known.number(lora ? USUAL_RANK : 0, "lora_rank", "max_lora_rank");
    return new Tuning(
        number("max_num_seqs", SEQUENCES),
        number("max_num_batched_tokens", BATCHED),
        known.flag(
            "enforce_eager", notes.contains("enforce_eager") || notes.contains("--enforce-eager")),
        rank,
        0,
        (int) number("num_speculative_tokens", DRAFT).orElse(0),
        fileBytes());
  }

  private OptionalLong fileBytes() {
    Matcher file = FILE.matcher(known.text("", "quant"));
    return file.find()
        ? OptionalLong.of(Math.round(Double.parseDouble(file.group(1)) * (1L << 30)))
        : OptionalLong.empty();
  }

  private OptionalLong number(String field, Pattern pattern) {
    if (known.number(field).isPresent()) {
      return OptionalLong.of(known.number(field).get());
    }
    Matcher found = pattern.matcher(notes);
    if (!found.find()) {
      return OptionalLong.empty();
    }
    String digits = found.group(1) == null ? found.group(2) : found.group(1);
    return OptionalLong.of(Long.parseLong(digits));
  }
}
