// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.fit;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.estimate.Accelerator;
import dev.conduit.operator.core.facts.ConfigFields;
import dev.conduit.operator.core.model.GpuCatalogue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds a GPU's memory in what a person wrote of it: the number that was given, a size in its name,
 * or the catalogue's. A GPU that stays unknown has zero bytes.
 */
final class GpuNames {
  private static final Pattern REPORTED = Pattern.compile("([0-9.]+) ?GiB");
  private static final Pattern SOLD = Pattern.compile("([0-9]+) ?GB\\b");

  /** What a driver reports of a gigabyte that is sold; ECC and the driver keep the rest. */
  private static final double REPORTED_SHARE = 0.985;

  /** What CUDA reports on GB10; the catalogue has what is free of it. Source: case lc-05. */
  private static final Bytes UNIFIED = Bytes.ofGib(121.63);

  private static final GpuCatalogue CATALOGUE = GpuCatalogue.bundled();

  private GpuNames() {}

  static Accelerator of(ConfigFields known) {
    String name = known.text("", "gpu");
    if (known.decimal("gpu_total_gib").isPresent()) {
      return new Accelerator(name, Bytes.ofGib(known.decimal("gpu_total_gib").get()));
    }
    Matcher reported = REPORTED.matcher(name);
    if (reported.find()) {
      return new Accelerator(name, Bytes.ofGib(Double.parseDouble(reported.group(1))));
    }
    if (new Accelerator(name, Bytes.ZERO).isUnified()) {
      return new Accelerator(name, UNIFIED);
    }
    if (CATALOGUE.within(name).isPresent()) {
      return new Accelerator(name, CATALOGUE.within(name).get().total());
    }
    Matcher sold = SOLD.matcher(name);
    return new Accelerator(
        name,
        sold.find() ? Bytes.ofGib(Double.parseDouble(sold.group(1)) * REPORTED_SHARE) : Bytes.ZERO);
  }
}
