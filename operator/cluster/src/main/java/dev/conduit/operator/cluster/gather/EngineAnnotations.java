// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.gather;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.cluster.names.Label;
import dev.conduit.operator.core.observed.Given;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the plan wrote on an engine's pod template. A person may have edited it: what cannot be read
 * counts as not written.
 */
record EngineAnnotations(
    String node, List<String> devices, Bytes charge, List<String> servedNames, String healthPath) {
  EngineAnnotations {
    devices = List.copyOf(devices);
    servedNames = List.copyOf(servedNames);
  }

  static EngineAnnotations of(ObjectMeta meta) {
    Map<String, String> written = new TreeMap<>(Given.map(meta.getAnnotations()));
    return new EngineAnnotations(
        written.getOrDefault(Label.NODE, ""),
        list(written.getOrDefault(Label.DEVICES, "")),
        bytes(written, Label.CHARGE),
        list(written.getOrDefault(Label.SERVED_NAMES, "")),
        written.getOrDefault(Label.HEALTH_PATH, "/health"));
  }

  /** At most 99 TB: whoever may write a pod may write this, and sums of it must stay numbers. */
  static Bytes bytes(Map<String, String> annotations, String key) {
    String text = annotations.getOrDefault(key, "");
    return text.matches("[0-9]{1,14}") ? new Bytes(Long.parseLong(text)) : Bytes.ZERO;
  }

  private static List<String> list(String text) {
    return Arrays.stream(text.split(",", -1)).filter(part -> !part.isBlank()).toList();
  }
}
