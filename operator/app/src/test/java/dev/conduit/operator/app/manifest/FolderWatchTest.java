// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each test waits for what the watch says; one that says nothing never ends it. */
final class FolderWatchTest {
  @TempDir Path temporary;
  private final LinkedBlockingQueue<Boolean> told = new LinkedBlockingQueue<>();
  private Path folder;

  @BeforeEach
  void folder() throws IOException {
    folder = Files.createDirectory(temporary.resolve("manifests"));
  }

  private FolderWatch watch() throws IOException {
    return new FolderWatch(folder, () -> told.add(Files.exists(folder.resolve("a.yaml"))));
  }

  private void edit() throws IOException {
    Files.writeString(folder.resolve("a.yaml"), "a: 1");
  }

  /** The watch may tell of an older state first. */
  private void awaitFile(boolean isThere) throws InterruptedException {
    boolean last = told.take();
    while (last != isThere) {
      last = told.take();
    }
    assertThat(last).isEqualTo(isThere);
  }

  @Test
  void fileWritten_isTold() throws Exception {
    try (FolderWatch watch = watch()) {
      edit();
      awaitFile(true);
    }
  }

  @Test
  void folderMadeAnew_isFollowed() throws Exception {
    try (FolderWatch watch = watch()) {
      edit();
      awaitFile(true);
      Files.delete(folder.resolve("a.yaml"));
      Files.delete(folder);
      awaitFile(false);
      Files.createDirectory(folder);
      edit();
      awaitFile(true);
    }
  }

  @Test
  void folderReplacedByAnother_isFollowed() throws Exception {
    Path next = Files.createDirectory(temporary.resolve("next"));
    Files.writeString(next.resolve("a.yaml"), "a: 2");
    try (FolderWatch watch = watch()) {
      Files.move(folder, temporary.resolve("old"));
      Files.move(next, folder);
      awaitFile(true);
      Files.delete(folder.resolve("a.yaml"));
      awaitFile(false);
    }
  }
}
