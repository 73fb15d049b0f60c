package org.openlauncher.host.http;

import java.util.Optional;
import java.util.OptionalLong;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.host.http.Identity.Proof;
import org.openlauncher.host.jobs.Caller;

/** Decides what the sender of a request may do, and on whose behalf. */
final class Gatekeeper {
  static final String ACT_AS = "X-Launcher-User";

  private final FrontDoorSettings settings;
  private final BoundedUserDirectory users;

  Gatekeeper(FrontDoorSettings settings, BoundedUserDirectory users) {
    this.settings = settings;
    this.users = users;
  }

  /**
   * Lets a request in or refuses it. May block for the user directory.
   *
   * @param identity who sent it, where that is known
   * @param actAs whom it names in {@code X-Launcher-User}
   */
  Caller admit(Optional<Identity> identity, Optional<String> actAs) {
    if (!settings.authorizationEnabled()) {
      return admitAnybody(identity, actAs);
    }
    Identity sender =
        identity.orElseThrow(
            () ->
                IdentityReader.unauthorized(
                    "this address wants a credential: header \"Authorization: Launcher\" with one,"
                        + " or cookie user-id"));
    UserAccount account = known(sender.user());
    requireSameUser(sender, account);
    Caller self = new Caller(account, administrator(account, sender.proof()), account.name());
    return actAs.map(name -> actingFor(self, name)).orElse(self);
  }

  /**
   * Lets an ordinary user in who is remembered, and has a proof that needs no look-up. Never blocks
   * and never refuses: empty means that {@link #admit} must decide.
   */
  Optional<Caller> admitAtOnce(Identity sender) {
    return settings.authorizationEnabled() && sender.proof() != Proof.KERNEL
        ? users
            .remembered(sender.user())
            .filter(account -> !administrator(account, sender.proof()))
            .map(account -> new Caller(account, false, account.name()))
        : Optional.empty();
  }

  /**
   * The same caller on behalf of another user, which only administrators may do. An administrator
   * who acts for another user has that user's rights, no more.
   */
  Caller actingFor(Caller caller, String name) {
    if (name.equals(caller.user())) {
      return caller;
    }
    if (!caller.administrator()) {
      throw new LauncherException(
          ErrorCode.FORBIDDEN,
          "user "
              + caller.user()
              + " may not act for user "
              + QueryParameters.quote(name)
              + "; only administrators may act for others");
    }
    return new Caller(known(name), !settings.authorizationEnabled(), caller.actor());
  }

  private Caller admitAnybody(Optional<Identity> identity, Optional<String> actAs) {
    UserAccount account = identity.map(sender -> known(sender.user())).orElseGet(users::self);
    return actingFor(new Caller(account, true, account.name()), actAs.orElse(account.name()));
  }

  private UserAccount known(String name) {
    return users
        .find(name)
        .orElseThrow(
            () ->
                new LauncherException(
                    ErrorCode.FORBIDDEN,
                    "this machine's user database does not know user "
                        + QueryParameters.quote(name)));
  }

  /** The kernel knows numbers: one that has no name must not become the user of that name. */
  private static void requireSameUser(Identity sender, UserAccount account) {
    OptionalLong number =
        sender.proof() == Proof.KERNEL ? UnixPeer.number(sender.user()) : OptionalLong.empty();
    if (number.isPresent() && number.getAsLong() != account.uid()) {
      throw new LauncherException(
          ErrorCode.FORBIDDEN,
          "the user id "
              + sender.user()
              + " has no name in this machine's user database, or a user is named as another"
              + " one's number");
    }
  }

  private boolean administrator(UserAccount account, Proof proof) {
    boolean rootHere = proof == Proof.KERNEL && account.uid() == 0;
    return rootHere || settings.adminGroup().get().map(account::memberOf).orElse(false);
  }
}
