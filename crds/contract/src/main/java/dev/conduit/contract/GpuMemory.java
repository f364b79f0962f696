// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How much memory a node's GPUs have as their driver reports it: what the probe writes on the node
 * and the planner reads.
 *
 * <p>Shape: {@code v1;COUNTxBYTES=NAME;...}, such as {@code v1;8x85017624576=NVIDIA H100 80GB
 * HBM3}. At least one group; equal devices share one. A slice bears its profile behind its GPU's
 * name, as CUDA has it: {@code NVIDIA A100-SXM4-80GB MIG 1g.10gb}. Source: decision 0029.
 *
 * @param groups by name and bytes; each pair once
 */
public record GpuMemory(List<Group> groups) {
  /** The node's annotation that holds it. */
  public static final String ANNOTATION = "conduit.dev/gpu-memory";

  private static final String VERSION = "v1";
  private static final int LONGEST = 2048;
  private static final int MOST_GROUPS = 32;
  private static final Pattern GROUP =
      Pattern.compile(
          "([1-9][0-9]{0,2})x([1-9][0-9]{0,12})=([A-Za-z0-9][A-Za-z0-9 ._()/+-]{0,95})");

  /** Less is no GPU that an engine runs on, more is none that there is. */
  private static final Bytes LEAST = Bytes.ofGib(1);

  private static final Bytes MOST = Bytes.ofGib(2048);

  public GpuMemory {
    groups = List.copyOf(groups);
  }

  /** One GPU or slice, by the driver's name for it. */
  public record Device(String name, Bytes bytes) {}

  /** Devices that are alike. */
  public record Group(int count, Bytes bytes, String name) {}

  /** Of all devices of a node; signs in names that the form does not have become dashes. */
  public static GpuMemory of(List<Device> devices) {
    Map<String, Map<Bytes, Long>> counts =
        devices.stream()
            .collect(
                Collectors.groupingBy(
                    device -> plain(device.name()),
                    TreeMap::new,
                    Collectors.groupingBy(Device::bytes, TreeMap::new, Collectors.counting())));
    List<Group> groups = new ArrayList<>();
    counts.forEach(
        (name, bySize) ->
            bySize.forEach((bytes, count) -> groups.add(new Group(count.intValue(), bytes, name))));
    return new GpuMemory(groups);
  }

  private static String plain(String name) {
    String plain = name.strip().replaceAll("[^A-Za-z0-9 ._()/+-]", "-");
    String started = plain.matches("[A-Za-z0-9].*") ? plain : "GPU " + plain;
    return started.substring(0, Math.min(96, started.length())).strip();
  }

  /**
   * What somebody wrote on a node. Empty for what has not the form, sizes below 1 GiB or above 2
   * TiB, and a version that is not known: nobody can tell what else such a text would mean.
   */
  public static Optional<GpuMemory> parse(String text) {
    String[] parts = text.length() > LONGEST ? new String[0] : text.split(";", -1);
    if (parts.length < 2 || parts.length > MOST_GROUPS + 1 || !parts[0].equals(VERSION)) {
      return Optional.empty();
    }
    List<Group> groups = new ArrayList<>();
    for (String part : List.of(parts).subList(1, parts.length)) {
      Matcher group = GROUP.matcher(part);
      if (!group.matches() || !isPossible(group.group(2))) {
        return Optional.empty();
      }
      Bytes bytes = new Bytes(Long.parseLong(group.group(2)));
      groups.add(new Group(Integer.parseInt(group.group(1)), bytes, group.group(3)));
    }
    return Optional.of(new GpuMemory(groups));
  }

  private static boolean isPossible(String digits) {
    Bytes bytes = new Bytes(Long.parseLong(digits));
    return bytes.compareTo(LEAST) >= 0 && bytes.compareTo(MOST) <= 0;
  }

  /** The annotation's value. */
  @Override
  public String toString() {
    return groups.stream()
        .map(group -> ";%dx%d=%s".formatted(group.count(), group.bytes().value(), group.name()))
        .collect(Collectors.joining("", VERSION, ""));
  }
}
