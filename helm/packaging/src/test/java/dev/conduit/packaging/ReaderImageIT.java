// SPDX-License-Identifier: Apache-2.0
package dev.conduit.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.conduit.testkit.model.Checkpoints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's image as a pod that reads a claim runs it: user 65532 and a read-only root. */
class ReaderImageIT {
  @TempDir static Path folder;

  @Test
  void image_readsAModel_andSaysWhatItMayNotRead() throws Exception {
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && "root".equals(System.getProperty("user.name")),
        "running an image as another user needs root on Linux");
    OperatorImage image = OperatorImage.built(folder);
    Path claim = Files.createDirectories(folder.resolve("claim"));
    Checkpoints.wideWithTower(claim.resolve("wide"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(image.read("pvc://models/wide", claim, Path.of("target/reader.log")))
        .contains("\"VISION\":24576", "\"config\"", "frobnicator");

    Files.setPosixFilePermissions(
        claim.resolve("wide"), PosixFilePermissions.fromString("rwx------"));
    assertThat(image.read("pvc://models/wide", claim, Path.of("target/reader.log")))
        .contains("\"UNREADABLE\"", "let user 65532 read it");
  }
}
