/* Small helps on top of pages that work without JavaScript. No inline handlers, no eval: the site's CSP refuses both. */
(function () {
  "use strict";
  var LEAVE = "data-unsaved", GUARD_MS = 15000;

  function onReady() {
    document.querySelectorAll("[data-print]").forEach(function (button) { button.hidden = false; });
    var summary = document.querySelector(".errsum");
    if (summary) { summary.focus(); }
  }

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) { window.print(); }
    document.querySelectorAll("details[data-menu][open]").forEach(function (menu) {
      if (!menu.contains(event.target)) { menu.open = false; }
    });
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    document.querySelectorAll("details[data-menu][open]").forEach(function (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  /* A form that is on its way is not sent a second time; after a while it may be, for a lost connection. */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-repeat")) { return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    form.removeAttribute("data-changed");
    window.setTimeout(function () { delete form.dataset.sent; }, GUARD_MS);
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });

  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (form && form.hasAttribute(LEAVE)) { form.setAttribute("data-changed", ""); }
  });
  window.addEventListener("beforeunload", function (event) {
    if (document.querySelector("form[data-changed]")) { event.preventDefault(); }
  });

  /* htmx: say what went wrong, and never show a page (such as the log-in page) inside a part of another. */
  function say(words) {
    var place = document.getElementById("bao-loi");
    if (!place) { return; }
    var note = document.createElement("p");
    note.className = "note note-late";
    note.textContent = words;
    place.replaceChildren(note);
  }
  document.addEventListener("htmx:sendError", function () { say("Mất kết nối, chưa tải được. Kiểm tra mạng rồi thử lại."); });
  document.addEventListener("htmx:responseError", function (event) {
    say(event.detail.xhr.status === 403 ? "Phiên làm việc đã hết hoặc chưa được làm việc này. Tải lại trang rồi thử lại." : "Cổng chưa xử lý được yêu cầu này. Tải lại trang rồi thử lại.");
  });
  document.addEventListener("htmx:beforeSwap", function (event) {
    var asked = event.detail.pathInfo && event.detail.pathInfo.finalRequestPath, got = event.detail.xhr.responseURL;
    if (asked && got && new URL(asked, location.href).pathname !== new URL(got).pathname) {
      event.detail.shouldSwap = false;
      location.assign(got);
    }
    var place = document.getElementById("bao-loi");
    if (place && event.detail.shouldSwap) { place.replaceChildren(); }
  });

  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", onReady); } else { onReady(); }
})();
