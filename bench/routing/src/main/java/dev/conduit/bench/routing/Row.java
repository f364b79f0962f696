// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.routing;

import dev.conduit.sidecar.learning.Quality;
import java.util.List;

/**
 * A line of the report.
 *
 * @param protocol how the texts were divided
 * @param texts judged
 * @param apgr mean over the parts, each judged in an order of its own
 * @param pooled APGR of all parts in one order; punishes models for how they differ in level
 * @param error of the calibration
 */
record Row(
    String protocol,
    int texts,
    double apgr,
    double pooled,
    double cpt50,
    double cpt80,
    double error,
    double length,
    double oracle) {
  /** Each part has been judged by a model of its own. */
  static Row of(String protocol, List<Judged> parts) {
    Judged all = parts.stream().reduce(Judged::and).orElseThrow();
    double weight = 0;
    double apgr = 0;
    for (Judged part : parts) {
      apgr += part.quality().apgr() * part.gains().length;
      weight += part.gains().length;
    }
    Quality pooled = all.quality();
    return new Row(
        protocol,
        all.gains().length,
        apgr / weight,
        pooled.apgr(),
        pooled.cpt50(),
        pooled.cpt80(),
        all.calibrationError(),
        all.byLength().apgr(),
        all.oracle().apgr());
  }

  static String header() {
    return "%-44s %6s %6s %7s %6s %6s %6s %7s %7s"
        .formatted("", "texts", "APGR", "pooled", "CPT50", "CPT80", "ECE", "length", "oracle");
  }

  String text() {
    return String.format(
        java.util.Locale.ROOT,
        "%-44s %6d %6.3f %7.3f %6.1f %6.1f %6.3f %7.3f %7.3f",
        protocol,
        texts,
        apgr,
        pooled,
        100 * cpt50,
        100 * cpt80,
        error,
        length,
        oracle);
  }
}
