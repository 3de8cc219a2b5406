// @ts-check
/**
 * Forms and their fields, apart from index.js so that screens without a form do not fetch them.
 *
 * useForm({initial, submit(values, key), done, check, guard}), Form {form, label, cancel, kind, extra}, FieldSet,
 * ErrorSummary; every field takes {form, name} or {value, onChange}, plus {label, hint, optional, disabled}:
 * TextField {kind: "code", type, most, suffix}, TextArea {rows, most}, NumberField, Select {options, empty},
 * RadioGroup {options, layout: "row"}, Checkbox, PasswordField {meter}, MobileField, CodeField {length},
 * MoneyField, TimeField, DateField {min, max, start}, Combobox {options | search, free, shown}
 * Signing in is apart, in sign-in.js: SignInForm {onDone, first}
 */
export { Checkbox, RadioGroup, Select } from "./choice.js";
export { Combobox } from "./combobox.js";
export { DateField } from "./date-field.js";
export { ErrorSummary, FieldSet, Form, useForm } from "./form.js";
export { MoneyField } from "./money-field.js";
export { CodeField, MobileField, PasswordField, TimeField } from "./special-field.js";
export { NumberField, TextArea, TextField } from "./text-field.js";
