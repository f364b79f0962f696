// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.hub;

import dev.conduit.checkpoint.ModelFiles;
import dev.conduit.checkpoint.wire.PiecedFiles;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * The files of one commit of a repository: one lookup, from its making on. Safe for use by several
 * threads.
 */
public final class HubFiles implements ModelFiles {
  private final ModelFiles files;

  /**
   * @param revision commit; a branch may change between two reads
   */
  public HubFiles(Hub hub, String repository, String revision) {
    Hub one = hub.lookup();
    this.files =
        new PiecedFiles(
            (name, from, length) ->
                one.range(new HubFile(repository, revision, name), from, length));
  }

  @Override
  public OptionalLong size(String name) throws IOException {
    return files.size(name);
  }

  @Override
  public byte[] read(String name, long from, int length) throws IOException {
    return files.read(name, from, length);
  }

  @Override
  public int atOnce() {
    return files.atOnce();
  }
}
