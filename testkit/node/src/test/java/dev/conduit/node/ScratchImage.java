// SPDX-License-Identifier: Apache-2.0
package dev.conduit.node;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** An image of one layer on nothing, for this machine's processor. */
final class ScratchImage {
  private ScratchImage() {}

  /** Writes it as a tar into the folder. */
  static Path write(Path folder, String name, FileEntriesLayer layer, List<String> entrypoint)
      throws Exception {
    Path tar = folder.resolve(name.replaceAll("\\W", "-") + ".tar");
    Jib.fromScratch()
        .setPlatforms(Set.of(new Platform(architecture(), "linux")))
        .addFileEntriesLayer(layer)
        .setEntrypoint(entrypoint)
        .setUser("65535:65535")
        .containerize(
            Containerizer.to(TarImage.at(tar).named(name))
                .setOfflineMode(true)
                .setApplicationLayersCache(folder.resolve("image-layers"))
                .setBaseImageLayersCache(folder.resolve("image-base")));
    return tar;
  }

  private static String architecture() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
  }
}
