// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.oci;

import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What layers, one over another, leave at each path. Used by one thread.
 *
 * <p>Source: the OCI image specification, layers: whatever an upper layer has at a path goes before
 * the lower ones' there, and only folders let what is below through.
 */
final class Overlay {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";

  private final NavigableMap<String, Extent> files = new TreeMap<>();
  private final NavigableSet<String> links = new TreeSet<>();

  Map<String, Extent> files() {
    return files;
  }

  Set<String> links() {
    return links;
  }

  void put(String path, Extent extent) {
    hide(path);
    files.put(path, extent);
  }

  void over(Map<String, TarIndex.Entry> upper) {
    upper.keySet().stream().filter(Overlay::isMark).forEach(this::take);
    upper.forEach(
        (path, entry) -> {
          if (isMark(path)) {
            return;
          }
          if (entry.isFolder()) {
            files.remove(path);
            links.remove(path);
          } else if (entry.isFile()) {
            put(path, entry.extent());
          } else {
            hide(path);
            if (entry.isLink()) {
              links.add(path);
            }
          }
        });
  }

  private static boolean isMark(String path) {
    return Paths.name(path).startsWith(WHITEOUT);
  }

  private void take(String mark) {
    String folder = Paths.folder(mark);
    if (!Paths.name(mark).equals(OPAQUE)) {
      hide(folder + Paths.name(mark).substring(WHITEOUT.length()));
    } else if (folder.isEmpty()) {
      files.clear();
      links.clear();
    } else {
      below(folder);
    }
  }

  private void hide(String path) {
    files.remove(path);
    links.remove(path);
    below(path + "/");
  }

  private void below(String folder) {
    String end = folder.substring(0, folder.length() - 1) + (char) ('/' + 1);
    files.subMap(folder, end).clear();
    links.subSet(folder, end).clear();
  }
}
