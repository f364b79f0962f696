// SPDX-License-Identifier: Apache-2.0
package dev.conduit.packaging.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LoadState;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.BaseLib;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.TableLib;

/** Runs a health check as Argo CD does: the object as {@code obj}, a table with a status back. */
final class LuaHealth {
  private LuaHealth() {}

  static String of(String script, JsonNode object) {
    Globals lua = new Globals();
    lua.load(new BaseLib());
    lua.load(new PackageLib());
    lua.load(new TableLib());
    LoadState.install(lua);
    LuaC.install(lua);
    lua.set("obj", value(object));
    return lua.load(script, "health").call().get("status").checkjstring();
  }

  private static LuaValue value(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        LuaTable table = new LuaTable();
        node.properties().forEach(entry -> table.set(entry.getKey(), value(entry.getValue())));
        yield table;
      }
      case ARRAY -> {
        LuaTable table = new LuaTable();
        for (int i = 0; i < node.size(); i++) {
          table.set(i + 1, value(node.get(i)));
        }
        yield table;
      }
      case NUMBER -> LuaValue.valueOf(node.asDouble());
      case BOOLEAN -> LuaValue.valueOf(node.asBoolean());
      case STRING -> LuaValue.valueOf(node.asText());
      default -> LuaValue.NIL;
    };
  }
}
