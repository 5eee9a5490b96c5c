/* Small helps on top of pages that work without JavaScript. No inline handlers, no eval: the site's CSP refuses both. */
(function () {
  "use strict";
  var LEAVE = "data-unsaved", GUARD_MS = 15000;

  function onReady() {
    document.querySelectorAll("[data-print]").forEach(function (button) { button.hidden = false; });
    var summary = document.querySelector(".errsum");
    if (summary) { summary.focus(); }
    restore();
    openTarget();
  }

  /* A link to a folded part unfolds it. */
  function openTarget() {
    var target = location.hash && document.getElementById(location.hash.slice(1)), part = target && target.closest("details");
    if (part && !part.open) { part.open = true; target.scrollIntoView(); }
  }
  window.addEventListener("hashchange", openTarget);

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

  /* Ctrl+Enter sends a form that is worked through by keyboard, from any field of it. */
  document.addEventListener("keydown", function (event) {
    var form = event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form;
    if (form && form.hasAttribute("data-quick")) { event.preventDefault(); form.requestSubmit(form.querySelector("button[name]")); }
  });

  /* A form that saves itself goes when what is on its way has come back with its new version: nobody overtakes himself. */
  document.addEventListener("submit", function (event) {
    var form = event.target, button = event.submitter;
    if (form !== keeper() || !form.querySelector("[data-part].htmx-request")) { return; }
    event.preventDefault();
    document.addEventListener("htmx:afterRequest", function () { window.setTimeout(function () { form.requestSubmit(button); }, 0); }, { once: true });
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

  /* A form with data-keep saves itself, part by part (data-part, by htmx). What is typed stays in this tab, for this page and this person
     (data-keep), until the server has it: a lost connection or an expired session costs no word. Files are never kept. */
  var RETRY_MS = 15000, sent = {};

  function keeper() { return document.querySelector("form[data-keep]"); }
  function place() { return "keep:" + keeper().dataset.keep + ":" + location.pathname; }
  function kept() { return JSON.parse(sessionStorage.getItem(place()) || "{}"); }
  function store(words) {
    if (Object.keys(words).length) { sessionStorage.setItem(place(), JSON.stringify(words)); } else { sessionStorage.removeItem(place()); }
    keeper().toggleAttribute("data-changed", Object.keys(words).length > 0);
  }
  function forget(id) { var words = kept(); delete words[id]; store(words); }

  function controls(part) {
    return Array.from(part.querySelectorAll("input, textarea, select")).filter(function (control) { return control.name && control.type !== "file"; });
  }
  function isChoice(control) { return control.type === "radio" || control.type === "checkbox"; }
  function isMark(name) { return /-(version|seen|shown)$/.test(name); }
  /* [name, value, ticked] of each control; without the marks of the server it is what a person sees. */
  function read(part, withMarks) {
    return controls(part).filter(function (control) { return withMarks || !isMark(control.name); }).map(function (control) {
      return isChoice(control) ? [control.name, control.value, control.checked] : [control.name, control.value.trim()];
    });
  }
  function write(part, words) {
    words.forEach(function (word) {
      controls(part).forEach(function (control) {
        if (control.name !== word[0]) { return; }
        if (!isChoice(control)) { control.value = word[1]; } else if (control.value === word[1]) { control.checked = word[2]; }
      });
    });
  }
  function same(one, other) { return JSON.stringify(one) === JSON.stringify(other); }
  function keep(part) { var words = kept(); words[part.id] = read(part, true); store(words); }
  function save(part) { part.dispatchEvent(new Event("change", { bubbles: true })); }

  /* What was kept is written back and saved; a page that was refused shows it already and asks first. */
  function restore() {
    if (!keeper() || keeper().hasAttribute("data-refused")) { return; }
    var words = kept();
    Object.keys(words).forEach(function (id) {
      var part = document.getElementById(id);
      if (!part || same(read(part, false), words[id].filter(function (word) { return !isMark(word[0]); }))) { delete words[id]; return; }
      write(part, words[id]);
      part.closest("details").open = true;
    });
    store(words);
  }

  document.addEventListener("input", function (event) {
    var part = event.target.closest && event.target.closest("form[data-keep] [data-part]");
    if (part && event.target.type !== "file") { keep(part); }
  });
  document.addEventListener("click", function (event) {
    var link = event.target.closest("[data-forget]");
    if (link && keeper()) { forget(link.dataset.forget); }
  });

  function partOf(event) { return event.detail.requestConfig && event.detail.requestConfig.elt.closest("form[data-keep] [data-part]"); }
  /* The answer of another page than was asked, such as the log-in page. */
  function isElsewhere(detail) {
    var asked = detail.pathInfo && detail.pathInfo.finalRequestPath, got = detail.xhr.responseURL;
    return Boolean(asked && got) && new URL(asked, location.href).pathname !== new URL(got).pathname;
  }
  function state(words) { var line = document.getElementById("luu"); if (line) { line.textContent = words; } }
  document.addEventListener("htmx:beforeRequest", function (event) {
    var part = partOf(event);
    if (part && event.detail.requestConfig.verb === "post") { sent[part.id] = read(part, false); state("Đang lưu…"); }
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    var part = partOf(event);
    if (!part || !event.detail.successful || event.detail.requestConfig.verb !== "post" || isElsewhere(event.detail)) { return; }
    if (same(read(part, false), sent[part.id])) { forget(part.id); } else { keep(part); }
  });
  function saveKept() {
    if (!keeper()) { return; }
    Object.keys(kept()).forEach(function (id) { var part = document.getElementById(id); if (part) { save(part); } });
  }
  window.addEventListener("load", saveKept);  // htmx listens by then
  window.addEventListener("online", saveKept);
  function notSaved(event, why) {
    if (!partOf(event)) { return false; }
    state("Chưa lưu: " + why);
    return true;
  }
  function mend(id) {
    var box = document.querySelector(".errsum"), link = box && box.querySelector("[href='#" + id + "'], [href='#" + id + "_0']");
    if (!link) { return; }
    link.closest("li").remove();
    var left = box.querySelectorAll("li").length;
    if (left) { box.querySelector("[data-left]").textContent = left; } else { box.remove(); }
  }
  document.addEventListener("portal:mended", function (event) {
    event.detail.fields.forEach(function (id) {
      var words = document.getElementById(id + "-e");
      if (!words) { return; }
      mend(id);
      words.closest(".field-bad").classList.remove("field-bad");
      words.remove();
      var control = document.getElementById(id);
      if (control) { control.removeAttribute("aria-invalid"); }
    });
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
  document.addEventListener("htmx:sendError", function (event) {
    if (notSaved(event, "mất kết nối, cổng giữ lại trên máy này và lưu khi có mạng lại.")) { window.setTimeout(saveKept, RETRY_MS); return; }
    say("Mất kết nối, chưa tải được. Kiểm tra mạng rồi thử lại.");
  });
  document.addEventListener("htmx:responseError", function (event) {
    if (notSaved(event, "tải lại trang để làm tiếp, chữ đã gõ còn giữ trên máy này.")) { return; }
    say(event.detail.xhr.status === 403 ? "Phiên làm việc đã hết hoặc chưa được làm việc này. Tải lại trang rồi thử lại." : "Cổng chưa xử lý được yêu cầu này. Tải lại trang rồi thử lại.");
  });
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (isElsewhere(event.detail)) {
      var target = new URL(event.detail.xhr.responseURL);
      if (target.searchParams.has("next")) { target.searchParams.set("next", location.pathname + location.search); }
      if (keeper()) { keeper().removeAttribute("data-changed"); }
      event.detail.shouldSwap = false;
      location.assign(target);
    } else if (partOf(event) && [409, 422].includes(event.detail.xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
    var place = document.getElementById("bao-loi");
    if (place && event.detail.shouldSwap) { place.replaceChildren(); }
  });

  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", onReady); } else { onReady(); }
})();
