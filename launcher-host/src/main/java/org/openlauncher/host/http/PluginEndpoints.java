package org.openlauncher.host.http;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.host.clusters.Clusters;
import org.openlauncher.host.jobs.Caller;
import org.openlauncher.host.json.JsonOutput;
import org.openlauncher.host.json.PluginJson;
import org.openlauncher.host.plugins.InstalledPlugin;
import org.openlauncher.host.plugins.Plugins;

/**
 * The endpoints for plugins. They are for administrators, and for the account that the launcher
 * itself runs as: whoever acts as it could replace the plugins anyway.
 */
final class PluginEndpoints {
  private final Plugins plugins;
  private final Clusters clusters;
  private final BoundedUserDirectory users;

  PluginEndpoints(Plugins plugins, Clusters clusters, BoundedUserDirectory users) {
    this.plugins = plugins;
    this.clusters = clusters;
    this.users = users;
  }

  Answer all(Call call) {
    requireAdministrator(call);
    return Answer.json(
        JsonOutput.object(
            generator -> {
              generator.writeName("plugins");
              generator.writeStartArray();
              plugins
                  .plugins()
                  .forEach(
                      plugin -> {
                        generator.writeStartObject();
                        PluginJson.members(generator, plugin, clusters.overview());
                        generator.writeEndObject();
                      });
              generator.writeEndArray();
              JsonOutput.texts(generator, "warnings", plugins.troubles());
            }));
  }

  CompletableFuture<Answer> restart(Call call) {
    return changed(call, "restart", plugins::restart);
  }

  CompletableFuture<Answer> rollBack(Call call) {
    return changed(call, "rollback", plugins::rollBack);
  }

  private CompletableFuture<Answer> changed(
      Call call, String operation, Function<String, CompletableFuture<InstalledPlugin>> change) {
    String name = call.path().getOrDefault("name", "");
    call.audited().operation(operation + " " + QueryParameters.quote(name));
    requireAdministrator(call);
    return change
        .apply(name)
        .thenApply(
            plugin ->
                Answer.json(
                    JsonOutput.object(
                        generator ->
                            JsonOutput.object(
                                generator,
                                "plugin",
                                target ->
                                    PluginJson.members(target, plugin, clusters.overview())))));
  }

  private void requireAdministrator(Call call) {
    Caller caller = call.requireCaller();
    if (!caller.administrator() && caller.account().uid() != users.self().uid()) {
      throw new LauncherException(
          ErrorCode.FORBIDDEN,
          "user "
              + caller.user()
              + " may not see to plugins; members of admin-group may, root at the unix socket, and"
              + " the account that the launcher runs as");
    }
  }
}
